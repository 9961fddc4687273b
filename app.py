"""The composition root: settings, data set, layers, app. ``app:server`` is for gunicorn."""

from __future__ import annotations

import layers
from rudc_map.dataset.store import open_dataset
from rudc_map.indicators.registry import discover
from rudc_map.settings import Settings
from rudc_map.web.factory import create_app

settings = Settings()
app = create_app(settings, open_dataset(settings.data_dir), discover(layers))
server = app.server
