"""Contrast of both schemes (WCAG 2.1: 4.5:1 for text, 3:1 for graphics and controls)."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from rudc_map.analysis.classify import MAX_CLASSES, MIN_CLASSES
from rudc_map.settings import PROJECT
from rudc_map.view.painting import ramp
from rudc_map.view.palettes import DARK, LIGHT, PALETTES, Scheme
from tests.unit.view.test_palettes import contrast, luminance

TOKENS = (PROJECT / "assets" / "tokens.css").read_text(encoding="utf-8")
SCHEMES = {"light": LIGHT, "dark": DARK}
COLOURED = [(name, palette) for name in SCHEMES for palette in PALETTES]

TEXT = {
    "ink": ("paper", "wash", "map", "accent-wash", "warn-wash", "bad-wash", "good-wash"),
    "firm": ("paper", "wash", "accent-wash"),
    "soft": ("paper", "wash", "accent-wash"),
    "muted": ("paper", "wash"),
    "accent": ("paper", "wash", "accent-wash"),
    "warn-ink": ("paper", "warn-wash", "warn-strong"),
    "bad": ("paper", "bad-wash"),
    "good": ("paper", "good-wash"),
    "on-accent": ("accent",),
    "on-tip": ("tip",),
}
"""Colours of text, and what they are written on."""

GRAPHICS = {
    "edge": ("paper", "wash"),
    "focus": ("paper", "wash", "map", "accent-wash"),
    "warn": ("paper",),
    "bar": ("paper",),
    "bar-other": ("paper",),
    "bar-faint": ("paper",),
    "border": ("map",),
    "ink": ("halo", "map"),
    "hatch": ("hatch-ground",),
    "accent": ("on-accent",),
}
"""Colours of lines, marks and edges of controls, and what they lie on."""


def tokens(scheme: str) -> dict[str, str]:
    """The colours of a scheme by their names in tokens.css."""
    light, dark = TOKENS.split("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    return found


def pairs(wanted: dict[str, tuple[str, ...]]) -> list[tuple[str, str, str]]:
    return [(s, one, other) for s in SCHEMES for one, others in wanted.items() for other in others]


def ink_on(colour: str) -> str:
    """As `inkOn` in assets/look.js."""
    return "#ffffff" if luminance(colour) < 0.179 else "#000000"


def every_class(scheme: Scheme) -> list[str]:
    ramps = [
        ramp(stops, count)
        for stops in (*scheme.stops.values(), scheme.diverging)
        for count in range(MIN_CLASSES, MAX_CLASSES + 1)
    ]
    others = (*sum(scheme.bivariate, ()), *scheme.clusters.values())
    return sorted({colour for colours in (*ramps, others) for colour in colours})


def test_every_colour_of_light_has_one_for_dark():
    light, dark = TOKENS.split("prefers-color-scheme: dark")

    same = set(re.findall(r"--([\w-]+): #", light)) - set(re.findall(r"--([\w-]+): #", dark))

    assert same == set()


@pytest.mark.parametrize(("scheme", "ink", "ground"), pairs(TEXT))
def test_text_is_read_well(scheme, ink, ground):
    found = tokens(scheme)

    assert contrast(found[ink], found[ground]) >= 4.5


@pytest.mark.parametrize(("scheme", "line", "ground"), pairs(GRAPHICS))
def test_lines_and_controls_are_seen_well(scheme, line, ground):
    found = tokens(scheme)

    assert contrast(found[line], found[ground]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_bar_above_every_page_has_white_text_and_its_own_focus(scheme):
    brand = tokens(scheme)["brand"]

    assert contrast("#ffffff", brand) >= 4.5
    assert contrast("#fbbf24", brand) >= 3  # .top :focus-visible in assets/style.css


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_on_classes_and_badges_are_read_well(scheme):
    found = tokens(scheme)
    colours = SCHEMES[scheme]

    assert min(contrast(ink_on(colour), colour) for colour in every_class(colours)) >= 4.5
    assert min(contrast(found["on-selection"], c) for c in colours.selection) >= 4.5
    assert min(contrast(found["halo"], c) for c in colours.selection) >= 4.5
    assert min(contrast(found["paper"], c) for c in colours.selection) >= 3


@pytest.mark.parametrize(("scheme", "palette"), COLOURED)
def test_the_highest_class_stands_out_on_the_map_and_each_step_is_seen(scheme, palette):
    stops = SCHEMES[scheme].stops[palette]
    steps = [contrast(one, other) for one, other in pairwise(stops)]

    assert contrast(stops[-1], tokens(scheme)["map"]) >= 3
    assert contrast(stops[0], stops[-1]) >= 3
    assert min(steps) > 1.15


@pytest.mark.parametrize("scheme", SCHEMES)
def test_both_ends_of_the_diverging_colours_stand_out(scheme):
    below, _, neutral, _, above = SCHEMES[scheme].diverging

    assert contrast(below, tokens(scheme)["map"]) >= 3
    assert contrast(above, tokens(scheme)["map"]) >= 3
    assert contrast(below, neutral) >= 3
    assert contrast(above, neutral) >= 3


def test_schemes_name_the_same_things():
    assert DARK.stops.keys() == LIGHT.stops.keys()
    assert DARK.clusters.keys() == LIGHT.clusters.keys()
    assert len(DARK.selection) == len(LIGHT.selection) == len(set(DARK.selection))


def test_no_style_sheet_but_the_tokens_names_a_colour_of_its_own():
    """But for what lies on the bar above every page, which is the same in both schemes."""
    own = []
    for sheet in sorted((PROJECT / "assets").glob("*.css")):
        if sheet.name != "tokens.css":
            lines = sheet.read_text(encoding="utf-8").splitlines()
            own += [
                f"{sheet.name}: {line}"
                for line in lines
                if re.search(r"(?<!%23)#[0-9a-f]{3,8}\b(?![^;]*\{)|rgb\(", line)
                and not re.match(r"\.top|  display: flex", line)
            ]

    assert own == []


def test_no_script_names_a_colour_of_its_own():
    scripts = [*(PROJECT / "assets").glob("*.js"), *(PROJECT / "assets" / "later").glob("*.js")]

    own = {
        script.name: re.findall(r'"(#[0-9a-f]{3,6}|rgba?\([^"]*)"', script.read_text())
        for script in scripts
    }

    assert {name: colours for name, colours in own.items() if colours} == {
        "look.js": ["#ffffff", "#000000"],
        "charts.js": ["rgba(0,0,0,0)", "rgba(0,0,0,0)"],
    }
