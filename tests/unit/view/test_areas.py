"""The names and places of all areas."""

from __future__ import annotations

import json

import numpy as np

from rudc_map.model import Level
from rudc_map.view.areas import areas_json


def test_each_gemeente_has_a_box_around_it(dataset):
    levels = json.loads(areas_json(dataset))
    exact = dataset.boundaries(Level.GEMEENTE).to_crs("EPSG:4326").bounds.to_numpy()

    boxes = np.array(levels["gemeente"]["boxes"])

    assert [name for name, level in levels.items() if "boxes" in level] == ["gemeente"]
    assert boxes.shape == (342, 4)
    assert (boxes == boxes.round(3)).all()
    outward = (exact - boxes) * [1, 1, -1, -1]
    assert (outward >= 0).all()
    assert outward.max() <= 0.001 + 1e-9
    west, south, east, north = boxes[levels["gemeente"]["codes"].index("GM0014")]
    assert west < 6.5665 < east  # the Grote Markt of Groningen
    assert south < 53.2194 < north
