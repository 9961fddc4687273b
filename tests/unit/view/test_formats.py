"""Numbers and units as the server writes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rudc_map.model import Lang, Text
from rudc_map.view.formats import format_number, format_value


@pytest.fixture(scope="module")
def written(registry):
    """A value with the unit and the decimals given."""
    template = registry.get("inwoners")

    def write(value, unit, decimals, lang):
        return format_value(value, replace(template, unit=unit, decimals=decimals), lang)

    return write


@pytest.mark.parametrize(
    ("value", "decimals", "nl", "en"),
    [
        (0, 0, "0", "0"),
        (1314, 0, "1.314", "1,314"),
        (17942942, 0, "17.942.942", "17,942,942"),
        (6.95, 1, "7,0", "7.0"),
        (1234.5, 2, "1.234,50", "1,234.50"),
        (-5.29, 1, "−5,3", "−5.3"),
        (-0.04, 1, "0,0", "0.0"),
        (-0.0, 0, "0", "0"),
    ],
)
def test_numbers(value, decimals, nl, en):
    assert format_number(value, decimals, Lang.NL) == nl
    assert format_number(value, decimals, Lang.EN) == en


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "nl", "en"),
    [
        (20.5, Text("%", "%"), 1, "20,5%", "20.5%"),
        (4745.0, Text("inwoners", "inhabitants"), 0, "4.745 inwoners", "4,745 inhabitants"),
        (295.0, Text("× € 1.000", "× € 1,000"), 0, "€\u00a0295.000", "€295,000"),
        (32.1, Text("× € 1.000", "× € 1,000"), 1, "€\u00a032.100", "€32,100"),
        (-2.8, Text("× € 1.000", "× € 1,000"), 1, "−€\u00a02.800", "−€2,800"),
        (3012.0, Text("€", "€"), 0, "€\u00a03.012", "€3,012"),
        (2.0, Text("", ""), 0, "2", "2"),
    ],
)
def test_values_with_their_unit(written, value, unit, decimals, nl, en):
    assert written(value, unit, decimals, Lang.NL) == nl
    assert written(value, unit, decimals, Lang.EN) == en


def test_no_value_is_unknown(written):
    unit = Text("%", "%")

    assert written(float("nan"), unit, 1, Lang.NL) == "onbekend"
    assert written(float("nan"), unit, 1, Lang.EN) == "unknown"


@pytest.mark.parametrize("lang", list(Lang))
def test_every_indicator_can_be_written(registry, lang):
    for indicator in registry.indicators:
        assert "nan" not in format_value(-1234.5, indicator, lang)
        assert format_value(-1234.5, indicator, lang).startswith("−")
