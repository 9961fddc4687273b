"""Everything the public API answers, declared once: routes, description and page follow from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from rudc_map.model import Text
from rudc_map.view import api_answers as answers
from rudc_map.view.aggregate import api_aggregate
from rudc_map.view.api_areas import (
    api_area,
    api_areas,
    api_areas_at,
    api_children,
    api_neighbours,
    api_search,
)
from rudc_map.view.api_catalogue import (
    api_indicator,
    api_indicators,
    api_regions,
    api_sources,
)
from rudc_map.view.api_geometry import api_area_geometry, api_geometry
from rudc_map.view.api_query import ApiQuery
from rudc_map.view.api_values import api_series, api_values, values_csv
from rudc_map.view.border import api_border
from rudc_map.view.compare import api_compare
from rudc_map.view.query import Question
from rudc_map.view.similar_areas import api_similar
from rudc_map.view.texts import say

BASE = "/api/v1"

GEOJSON = "application/geo+json"

PAGED = ("limit", "offset")


@dataclass(frozen=True)
class Operation:
    """One address of the API.

    Attributes
    ----------
    id : str
        Its name; texts.toml says what it is as ``api.<id>``, and more as ``api.<id>.more``.
    path : str
        Below `BASE`, with ``{name}`` where a parameter stands.
    answer : callable
        From the parameters to the body of the answer.
    body : type
        The type of that body.
    required, optional : tuple of str
        The parameters behind the question mark.
    media : str
        The media type of the body.
    csv : callable or None
        From the body to the same as CSV, for ``formaat=csv``.
    kept : bool
        Whether the answer takes so long to make that it is kept.
    shown : tuple of str
        Which of `optional` stand in the example.
    """

    id: str
    path: str
    answer: Callable[[ApiQuery], Any]
    body: type
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    media: str = "application/json"
    csv: Callable[[Any], str] | None = None
    kept: bool = False
    shown: tuple[str, ...] = ()

    @cached_property
    def in_path(self) -> tuple[str, ...]:
        """The parameters that stand in the path."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def question(self) -> Question:
        """What may stand behind the question mark."""
        return Question(cast("Callable[..., Any]", self.answer), self.required, self.optional)

    @property
    def summary(self) -> Text:
        """What it gives, in a few words."""
        return say(f"api.{self.id}")

    @property
    def more(self) -> Text:
        """What else there is to know."""
        return say(f"api.{self.id}.more")


OPERATIONS = (
    Operation("indicators", "/indicators", api_indicators, answers.Indicators),
    Operation("indicator", "/indicators/{indicator}", api_indicator, answers.IndicatorEntry),
    Operation("sources", "/sources", api_sources, answers.Sources),
    Operation("regions", "/regions", api_regions, answers.Regions),
    Operation(
        "areas",
        "/areas",
        api_areas,
        answers.AreasOfLevel,
        optional=("niveau", "regio", *PAGED),
    ),
    Operation(
        "areas_search",
        "/areas/search",
        api_search,
        answers.FoundAreas,
        required=("zoek",),
        optional=("niveau", *PAGED),
    ),
    Operation(
        "areas_at",
        "/areas/at",
        api_areas_at,
        answers.AreasAt,
        required=("lat", "lon"),
        optional=("niveau",),
    ),
    Operation("area", "/areas/{code}", api_area, answers.AreaDetail),
    Operation(
        "area_children",
        "/areas/{code}/children",
        api_children,
        answers.AreasInside,
        optional=("niveau", *PAGED),
    ),
    Operation(
        "area_neighbours",
        "/areas/{code}/neighbours",
        api_neighbours,
        answers.Neighbours,
    ),
    Operation(
        "area_geometry",
        "/areas/{code}/geometry",
        api_area_geometry,
        answers.Outline,
        optional=("detail",),
        media=GEOJSON,
    ),
    Operation(
        "geometry",
        "/geometry",
        api_geometry,
        answers.Outlines,
        required=("niveau",),
        optional=("regio", "detail", *PAGED),
        media=GEOJSON,
    ),
    Operation(
        "values",
        "/values/{indicator}",
        api_values,
        answers.Values,
        optional=("niveau", "periode", "regio", "formaat", *PAGED),
        csv=values_csv,
    ),
    Operation(
        "series",
        "/series/{indicator}",
        api_series,
        answers.Series,
        required=("gebieden",),
    ),
    Operation(
        "compare",
        "/compare",
        api_compare,
        answers.Comparison,
        required=("indicator", "niveau", "gebieden", "referentie"),
        optional=("periode", "regio", "lijkt", "eigen"),
        kept=True,
    ),
    Operation(
        "similar",
        "/similar",
        api_similar,
        answers.Similar,
        required=("gebied", "niveau"),
        optional=("regio", "lijkt", "over_de_grens", "overal"),
        kept=True,
    ),
    Operation(
        "border",
        "/border",
        api_border,
        answers.Border,
        required=("indicator", "niveau"),
        optional=("periode", "regio"),
        kept=True,
    ),
    Operation(
        "aggregate",
        "/aggregate",
        api_aggregate,
        answers.Union,
        required=("indicator",),
        optional=("niveau", "periode", "gebieden", "eigen"),
        kept=True,
        shown=("gebieden",),
    ),
)
"""All but the description itself, which `rudc_map.view.api_document` adds."""
