"""Import a national map as an operator does: all levels and figures, verified and put in use."""

import os
import sys

from rudc_map.cli import main

gpkg, folder = sys.argv[1:]
os.environ["RUDC_DATA_DIR"] = folder
sys.argv = ["rudc_map", "data", "import", gpkg, "--quiet"]
main()
