"""Import a national map into a folder: read, fitted, all levels, both files of a data set."""

import sys
from pathlib import Path

from rudc_map.dataset.build import write_boundaries
from rudc_map.dataset.figures import write_figures
from rudc_map.dataset.manifest import BOUNDARIES, FIGURES
from rudc_map.dataset.national_areas import build_national_areas
from rudc_map.dataset.provinces import provinces_of_dataset
from rudc_map.sources.cbs_boundaries import read_boundary_set

gpkg, folder = Path(sys.argv[1]), Path(sys.argv[2])
found = read_boundary_set(gpkg)
areas = build_national_areas(found, provinces_of_dataset(Path("geodata")))
write_boundaries(areas, folder / BOUNDARIES)
write_figures(found.figures, folder / FIGURES)
