"""The file of 95% intervals."""

from __future__ import annotations

import pytest

from rudc_map.errors import InputError
from rudc_map.indicators.intervals import intervals
from rudc_map.model import Level
from rudc_map.view.intervals import intervals_data

CRIMES = "indicator=misdrijven_per_1000&niveau=buurt&periode=2024"


def test_limits_are_in_geometry_order(ask, dataset, registry):
    known = intervals(dataset, registry.get("misdrijven_per_1000"), Level.BUURT, "2024")

    file = ask(intervals_data, CRIMES)

    assert set(file) == {"lower", "upper", "small", "method"}
    assert file["method"] == "byar"
    for found, limits in ((file["lower"], known.lower), (file["upper"], known.upper)):
        assert len(found) == 1314
        assert [v is None for v in found] == limits.isna().tolist()
        assert [v for v in found if v is not None] == limits.dropna().round(4).tolist()


def test_small_counts_are_marked(ask, dataset, key_figures):
    codes = dataset.codes(Level.BUURT)
    counts = key_figures.loc[codes, "misdr_2024"].where(key_figures.loc[codes, "a_inw"] >= 100)

    small = ask(intervals_data, CRIMES)["small"]

    assert [codes[at] for at in small] == counts[counts < 10].index.tolist()
    assert 100 < len(small) < 1314


def test_an_indicator_without_an_interval_says_so(asked):
    with pytest.raises(InputError, match="'woz_waarde' heeft geen interval") as refused:
        intervals_data(asked("indicator=woz_waarde&niveau=buurt&periode=2024"))
    assert refused.value.status == 404
    assert "has no interval" in refused.value.message_en
