"""Figures of earlier maps on the areas of a data set."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rudc_map.dataset.on_vintage import with_empty_areas
from rudc_map.model import MissingReason
from rudc_map.sources.tidy import tidy

PUBLISHED, NOBODY = MissingReason.NOT_PUBLISHED, MissingReason.NO_INHABITANTS


def reasons(*rows):
    columns = ["code", "variable", "period", "value", "missing"]
    figures = tidy(pd.DataFrame(rows, columns=columns), "a test")
    return with_empty_areas(figures)["missing"].tolist()


def test_gaps_in_an_area_without_inhabitants_say_so():
    assert reasons(
        ("BU00010000", "a_inw", "2020", np.nan, PUBLISHED),
        ("BU00010000", "g_hhgro", "2020", np.nan, PUBLISHED),
        ("BU00010000", "a_lan_ha", "2020", 12.0, None),
        ("BU00010001", "a_inw", "2020", 0.0, None),
        ("BU00010001", "a_hh", "2020", np.nan, PUBLISHED),
        ("BU00010001", "misdrijven", "2020", np.nan, PUBLISHED),  # may happen there all the same
    ) == [NOBODY, NOBODY, None, None, NOBODY, PUBLISHED]


def test_gaps_where_people_live_keep_their_reason():
    assert reasons(
        ("BU00010000", "a_inw", "2020", 40.0, None),
        ("BU00010000", "g_hhgro", "2020", np.nan, MissingReason.SECRET),
        ("BU00010000", "g_hhgro", "2021", np.nan, PUBLISHED),
        ("BU00010001", "a_inw", "2020", np.nan, MissingReason.NOT_COMPARABLE),
    ) == [None, MissingReason.SECRET, PUBLISHED, MissingReason.NOT_COMPARABLE]
