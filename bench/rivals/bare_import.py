"""The least an import can do: read every layer, clean it, simplify it. No checks, no figures."""

import sys

import pyogrio
import shapely

TOLERANCE = 50.0
"""How far a boundary may move [m]."""

for layer in ("gemeenten", "wijken", "buurten"):
    frame = pyogrio.read_dataframe(sys.argv[1], layer=layer)
    clean = shapely.coverage_clean(frame.geometry.to_numpy())
    simple = shapely.coverage_simplify(clean, TOLERANCE)
