"""Palettes: in order from light to dark also in greyscale, and seen well on white."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from rudc_map.model import Display
from rudc_map.view.palettes import DIVERGING, PALETTES, SELECTION
from rudc_map.view.state import MAX_AREAS

EVERY_COLOUR = [*DIVERGING, *SELECTION, *(c for p in PALETTES.values() for c in p.stops)]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2, 0 (black) to 1 (white)."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", EVERY_COLOUR)
def test_colours_are_hexadecimal(colour):
    assert re.fullmatch("#[0-9a-f]{6}", colour)


@pytest.mark.parametrize("palette", PALETTES)
def test_a_sequential_palette_darkens_steadily(palette):
    stops = PALETTES[palette].stops

    steps = [contrast(one, other) for one, other in pairwise(stops)]

    assert len(stops) >= 7
    assert all(luminance(one) > luminance(other) for one, other in pairwise(stops))
    assert min(steps) > 1.15  # told apart in greyscale
    assert contrast(stops[0], stops[-1]) > 7


@pytest.mark.parametrize("palette", PALETTES)
def test_a_palette_is_named_in_both_languages(palette):
    name = PALETTES[palette].name

    assert name.nl
    assert name.en
    assert name.nl != name.en
    assert re.fullmatch("[a-z]+", palette)  # stands in addresses between hyphens


def test_the_default_palette_exists():
    assert Display().palette in PALETTES


def test_the_neutral_colour_is_the_lightest_of_the_diverging_ones():
    below, little_below, neutral, little_above, above = map(luminance, DIVERGING)

    assert below < little_below < neutral
    assert neutral > little_above > above


def test_every_selected_area_has_a_colour_of_its_own():
    assert len(set(SELECTION)) == len(SELECTION) >= MAX_AREAS
