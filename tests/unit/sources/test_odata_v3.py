"""Finding columns whose numbers shift and whose names repeat."""

from __future__ import annotations

import pytest

from rudc_map.sources.odata_v3 import TableV3, Topic, plain_unit

TABLE = TableV3(
    root="a table",
    area="WijkenEnBuurten",
    dimensions=("WijkenEnBuurten",),
    topics=(
        Topic("AantalInwoners_5", "AantalInwoners", "Aantal inwoners", "aantal"),
        Topic("k_65JaarOfOuder_12", "k_65JaarOfOuder", "65+", "%"),
        Topic("AfstandTotSchool_60", "AfstandTotSchool", "school", "km", ("Basisonderwijs",)),
        Topic("AfstandTotSchool_64", "AfstandTotSchool", "school", "km", ("Voortgezet",)),
        Topic("Zonder_70", "Zonder", "unit unknown", ""),
    ),
)


@pytest.mark.parametrize(
    ("spec", "unit", "key"),
    [
        ("AantalInwoners", "", "AantalInwoners_5"),
        ("AantalInwoners", "aantal", "AantalInwoners_5"),
        ("AantalInwoners", "%", None),
        ("k_65JaarOfOuder", "aantal", None),
        ("AfstandTotSchool", "km", "AfstandTotSchool_60"),
        ("AfstandTotSchool#1", "km", "AfstandTotSchool_60"),
        ("AfstandTotSchool#2", "km", "AfstandTotSchool_64"),
        ("AfstandTotSchool#3", "km", None),
        ("AfstandTotSchool@Voortgezet", "km", "AfstandTotSchool_64"),
        ("AfstandTotSchool@Hoger", "km", None),
        ("AfstandTot", "km", None),
        ("Zonder", "km", "Zonder_70"),
    ],
)
def test_a_column_is_found_by_name_unit_and_place(spec, unit, key):
    topic = TABLE.find(spec, unit)

    assert (topic.key if topic else None) == key


@pytest.mark.parametrize("unit", ["x 1 000 euro", "1 000 euro", "X 1.000 euro", " 1 000 euro "])
def test_a_unit_is_the_same_however_it_is_printed(unit):
    assert plain_unit(unit) == "1000euro"
