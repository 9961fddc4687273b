"""The map of an image: where things come to stand, and what is drawn when there is much of it."""

import re
from html import unescape
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from shapely import Polygon, wkt

from rudc_map.model import Display, Level, Viewport
from rudc_map.view import map_labels, map_picture
from rudc_map.view.frame import MARGIN, TOP
from rudc_map.view.map_camera import Camera, camera_of
from rudc_map.view.map_cut import holds
from rudc_map.view.map_image import FRAME, map_sheet
from rudc_map.view.map_paths import (
    TOLERANCES,
    paths_of,
    shape_path,
    shape_paths,
)


def test_a_region_fills_the_frame(shown, dataset):
    known = shown({"regio": "groningen-drenthe", "niveau": "gemeente"})
    camera = camera_of(known, FRAME)
    boxes = paths_of(known, Level.GEMEENTE).boxes[known.inside]
    west, north = camera.to_pixels(boxes[:, 0].min(), boxes[:, 3].max())
    east, south = camera.to_pixels(boxes[:, 2].max(), boxes[:, 1].min())
    assert west >= MARGIN + 25
    assert north >= TOP + 25
    assert east <= MARGIN + FRAME.width - 25
    assert south <= TOP + FRAME.height - 25
    assert max(east - west - FRAME.width, south - north - FRAME.height) == pytest.approx(-52)


def test_a_viewport_has_the_scale_of_the_page(shown):
    known = shown({}, viewport=Viewport(53.2194, 6.5665, 12))
    camera = camera_of(known, FRAME)
    # Leaflet at zoom 12: 156543.03 m * cos(53.2194 degrees) / 4096 a pixel
    assert 1 / camera.scale == pytest.approx(22.88, abs=0.02)
    # the Martinitoren, EPSG:28992, is in the middle within a few hundred metres
    assert camera.to_pixels(233_900, 582_000) == pytest.approx(
        (MARGIN + FRAME.width / 2, TOP + FRAME.height / 2), abs=30
    )


@given(st.floats(1e-5, 1.0))
def test_a_line_is_at_most_a_quarter_of_a_pixel_off(scale):
    tolerance = Camera(FRAME, 0.0, 0.0, scale).tolerance
    assert tolerance in TOLERANCES
    assert tolerance * scale <= 0.25


@given(st.floats(1.0, 1e7))
@example(999_999.9999999999)
def test_a_scale_bar_has_a_round_length(most):
    length = map_labels.round_length(most)
    assert most / 2.5 - 1e-9 <= length <= most
    assert float(f"{length:.0e}"[0]) in (1, 2, 5)


def test_a_path_is_its_shape_in_whole_metres():
    shape = wkt.loads(
        "MULTIPOLYGON (((0 0, 10.4 0, 10 10, 0 0), (2 1, 8 1, 8 5, 2 1)), "
        "((20 20, 21 20, 20 21, 20 20)))"
    )
    assert shape_path(shape) == "M0 0l10+0 0+10zM2 1l6+0 0+4zM20 20l1+0-1+1z"


PLACE = st.tuples(st.integers(-50, 50), st.integers(-50, 50))


@given(st.lists(st.lists(PLACE, min_size=3, max_size=6, unique=True), min_size=1))
def test_paths_written_together_are_their_rings(rings):
    together = shape_paths(np.array([Polygon(ring) for ring in rings], dtype=object))
    assert [places_of(path) for path in together] == rings


def places_of(path):
    """The places of a ring, as SVG reads its path."""
    numbers = [int(n) for n in re.findall(r"[+-]?\d+", path)]
    steps = list(zip(numbers[::2], numbers[1::2], strict=True))
    return list(accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1])))


@pytest.mark.parametrize("selected", [0, 3, 10])
def test_the_legends_of_two_maps_are_whole_however_much_they_say(shown, dataset, selected):
    query = {"regio": "groningen-assen", "niveau": "buurt", "indicator": "aandeel_65plus"}
    codes = [c for c in dataset.codes(Level.BUURT) if c.startswith("BU0014")][:selected]
    known = shown({**query, "gebieden": ",".join(codes), "beeld": "twee-kaarten"})
    assert len(known.state.areas) == selected
    drawn = map_sheet(known, "").svg()
    assert "en nog" not in drawn
    heights = set(re.findall(r'<rect [^>]*height="(\d+)" fill="none"', drawn))
    assert (heights == {"384"}) is (selected == 0)  # no lower than they must be


@pytest.mark.parametrize("region", ["groningen-assen", "groningen-drenthe", "nederland"])
def test_names_of_gemeenten_make_room_for_the_selection_and_stay_where_they_belong(shown, region):
    known = shown({"regio": region, "niveau": "gemeente", "gebieden": "GM0014,GM0106,GM1730"})
    camera = camera_of(known, FRAME)
    paths = paths_of(known, Level.GEMEENTE).d
    names = known.areas["name"].tolist()
    found = re.findall(
        r'x="([\d.]+)" y="([\d.]+)" class="name halo">([^<]*)<', map_sheet(known, "").svg()
    )
    for x, y, name in found:
        across, down = float(x) - FRAME.x - FRAME.width / 2, float(y) - FRAME.y - FRAME.height / 2
        at = camera.x + across / camera.scale, camera.y - (down - 4) / camera.scale
        assert holds(paths[names.index(unescape(name))], *at), name
    assert region == "nederland" or "Assen" in [name for _, _, name in found]


@pytest.mark.parametrize("difference", [False, True])
def test_many_areas_are_drawn_by_class_and_few_by_name(shown, monkeypatch, difference):
    query = {"regio": "groningen-assen", "niveau": "buurt", "indicator": "woz_waarde"}
    known = shown(query, display=Display(difference=difference))
    few = map_sheet(known, "").svg()
    assert few.count('<use href="#BU') >= int((known.painting.class_of >= 0).sum())
    assert "<title>Binnenstad-Zuid: " in few
    monkeypatch.setattr(map_picture, "MANY", 100)
    many = map_sheet(known, "").svg()
    assert '<use href="#BU' not in many
    assert len(many) < len(few)
    classes = set(np.unique(known.painting.class_of[known.painting.class_of >= 0]).tolist())
    for at in classes:
        assert f'class="k{at}"' in many
    assert ('class="below"' in many) is difference
