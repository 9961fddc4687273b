"""The palettes for light and for dark: sequential ones, a diverging one, the selection colours.

The sequential ramps are ColorBrewer's (Brewer, Harrower; Apache 2.0) and cividis (Nuñez et al.
2018); the diverging one is ColorBrewer's PuOr. All are colour-blind safe, and their lightness
falls steadily, so that they read in greyscale. The selection colours are those of Okabe and Ito
(2008), darkened where white numbers on them would fall below 4.5:1. On a dark background a ramp is
turned around, so that the highest class stands out there too; images and paper are light.
"""

from __future__ import annotations

from dataclasses import dataclass

from rudc_map.model import Text


@dataclass(frozen=True, slots=True)
class Palette:
    """A ramp of colours from light to dark, given at a few stops."""

    name: Text
    stops: tuple[str, ...]


PALETTES: dict[str, Palette] = {
    "blauw": Palette(
        Text("Blauw", "Blue"),
        ("#e3edf7", "#c0d8ec", "#8fbfdf", "#5a9fcf", "#3079b6", "#12559a", "#08306b"),
    ),
    "groen": Palette(
        Text("Groen", "Green"),
        ("#e6f3e0", "#c3e3ba", "#96cd92", "#61b26d", "#338f4e", "#136b34", "#00441b"),
    ),
    "paars": Palette(
        Text("Paars", "Purple"),
        ("#eeebf5", "#d5d1e7", "#b6b1d6", "#978dc1", "#7b66ab", "#5f3a94", "#3f007d"),
    ),
    "warm": Palette(
        Text("Geel naar rood", "Yellow to red"),
        ("#fff0b8", "#fed67a", "#fdae4d", "#f97c38", "#e2441f", "#b61423", "#6f0024"),
    ),
    "cividis": Palette(
        Text("Cividis (geel naar blauw)", "Cividis (yellow to blue)"),
        ("#fdea7f", "#dac767", "#b3a76f", "#8f8b76", "#6c6e72", "#45526d", "#00285c"),
    ),
}

DIVERGING = ("#b35806", "#f1a340", "#f2f0ec", "#998ec3", "#542788")
"""Clearly below, below, about equal, above and clearly above the reference."""

BIVARIATE = (
    ("#ececec", "#b0d6e2", "#4fa9c6"),
    ("#e3bad2", "#a8a0c4", "#4a7aa8"),
    ("#cf6ba6", "#93579a", "#3b3a72"),
)
"""The colours of two indicators in three classes each: rows by the first, columns by the second.

After the blue and pink scheme of Stevens (2015), darkened so that the lightness falls along both
sides and most along the diagonal.
"""

CLUSTERS = {
    "H": "#8c1127",
    "L": "#3f86c4",
    "h": "#f2a25c",
    "l": "#bcdcf0",
    ".": "#f1f1ee",
}
"""The colours of local clusters: high-high, low-low, high-low, low-high and no cluster.

Red for high and blue for low surroundings, each with a lightness of its own, so that they also
differ in greyscale.
"""

SELECTION = (
    "#c73e51",
    "#00798c",
    "#8f6700",
    "#6a4c93",
    "#2b7a0b",
    "#c2410c",
    "#9d174d",
    "#1d4ed8",
    "#57534e",
    "#0f766e",
)
"""One colour for each of up to ten selected areas; each also carries its number."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours for one background.

    Attributes
    ----------
    stops : dict
        Of each palette: from what fades into the background to what stands out on it.
    diverging : tuple of str
        Clearly below, below, about equal, above and clearly above the reference.
    bivariate, clusters, selection
        As BIVARIATE, CLUSTERS and SELECTION.
    """

    stops: dict[str, tuple[str, ...]]
    diverging: tuple[str, ...]
    bivariate: tuple[tuple[str, ...], ...]
    clusters: dict[str, str]
    selection: tuple[str, ...]


LIGHT = Scheme(
    stops={key: palette.stops for key, palette in PALETTES.items()},
    diverging=DIVERGING,
    bivariate=BIVARIATE,
    clusters=CLUSTERS,
    selection=SELECTION,
)

DARK = Scheme(
    stops={key: palette.stops[::-1] for key, palette in PALETTES.items()},
    diverging=("#fdb863", "#b06f22", "#3a4149", "#8478bf", "#cfc6f2"),
    bivariate=(
        ("#2f363f", "#2a6f88", "#4fb6d8"),
        ("#7f4068", "#7d74a6", "#93b9e6"),
        ("#d774b0", "#cda3e4", "#f4edff"),
    ),
    clusters={"H": "#ff7d7d", "L": "#5aa5ea", "h": "#b5752c", "l": "#2f6488", ".": "#38414b"},
    selection=(
        "#ff8f9b",
        "#4fc6d9",
        "#e5b93f",
        "#bda4e6",
        "#83d164",
        "#ff9f66",
        "#f593c6",
        "#94b4ff",
        "#cdc8c1",
        "#62d3c5",
    ),
)
