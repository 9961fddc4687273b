"""Fill the cache of derived files, in a process of its own: ``python -m rudc_map.fill_cache``.

A server starts it at its start and when the data have changed (`rudc_map.web.warm`). It ends when
it is done, or when the server that started it is gone.
"""

from __future__ import annotations

import os
import sys

from pydantic import ValidationError

import layers
from rudc_map.content import Content
from rudc_map.errors import RudcError
from rudc_map.settings import Settings
from rudc_map.web.factory import create_app
from rudc_map.web.warm import fill

PATIENT = 10
"""How much this process lets others go first (see nice(1))."""


def main() -> None:
    """Fill the cache that the settings name."""
    parent = os.getppid()
    os.nice(PATIENT)
    try:
        settings = Settings()
        app = create_app(settings, Content(settings, layers))
    except (RudcError, ValidationError) as error:
        sys.exit(f"The cache is not filled: {error}")
    fill(app.server, app.live.now, lambda: os.getppid() == parent)


if __name__ == "__main__":
    main()
