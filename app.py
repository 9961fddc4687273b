"""The composition root: settings, data set, layers, app. ``app:server`` is for gunicorn."""

from __future__ import annotations

import sys

from pydantic import ValidationError

import layers
from rudc_map.dataset.own import read_own
from rudc_map.dataset.own_join import with_own
from rudc_map.dataset.store import open_dataset
from rudc_map.errors import RudcError
from rudc_map.indicators.own_layer import with_own_layer
from rudc_map.indicators.registry import discover
from rudc_map.settings import Settings
from rudc_map.web.factory import create_app

try:
    settings = Settings()
    own = read_own(settings.own_dir)
    dataset = with_own(open_dataset(settings.data_dir), own)
    app = create_app(settings, dataset, with_own_layer(discover(layers), dataset, own))
except (RudcError, ValidationError) as error:
    sys.exit(f"The map cannot start: {error}")
server = app.server
