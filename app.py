"""The composition root: settings, data, layers, app. ``app:server`` is for gunicorn."""

from __future__ import annotations

import sys

from pydantic import ValidationError

import layers
from rudc_map.content import Content
from rudc_map.errors import RudcError
from rudc_map.settings import Settings
from rudc_map.sources.locatieserver import AddressLookup
from rudc_map.web.factory import create_app

try:
    settings = Settings()
    app = create_app(settings, Content(settings, layers), AddressLookup(settings.sources))
except (RudcError, ValidationError) as error:
    sys.exit(f"The map cannot start: {error}")
server = app.server

if __name__ == "__main__":  # one process, for trying things out; `make run` starts gunicorn
    app.begin()
    app.run()
