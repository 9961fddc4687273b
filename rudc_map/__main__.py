"""``python -m rudc_map``: the commands of the project."""

from __future__ import annotations

from rudc_map.cli import main

if __name__ == "__main__":
    main()
