"""``python -m rudc_map.own_look``: read one file from standard input."""

import sys

from rudc_map.own_look.process import main

sys.exit(main())
