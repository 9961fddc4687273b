"""variables.toml: complete for what the data set holds, and refused where it is wrong."""

from __future__ import annotations

import pytest

from rudc_map.errors import SourceError
from rudc_map.model import Aggregate
from rudc_map.sources.variables import of_source, read_variables

ENTRY = """
[a_inw]
title = { nl = "Inwoners", en = "Inhabitants" }
definition = { nl = "x", en = "x" }
unit = { nl = "inwoners", en = "inhabitants" }
aggregation = "som"
source = "kwb"
"""


def test_every_figure_of_the_data_set_is_described(dataset):
    held = dataset.variables()

    assert held
    assert held <= set(read_variables())


def test_rates_are_never_summed():
    for variable in read_variables().values():
        if variable.unit.nl == "%":
            assert variable.aggregation.how is not Aggregate.SUM, variable.name


def test_names_that_changed_over_the_years_are_one_figure():
    variables = read_variables()

    assert variables["g_wozbag"].workbook == ("g_wozbag", "g_woz")
    assert variables["a_opl_bvm"].workbook == ("a_opl_bvm", "a_opl_lg")
    assert variables["a_nw_all"].is_expected(2021)
    assert not variables["a_nw_all"].is_expected(2024)
    assert variables["a_neu_al"].is_expected(2024)


def test_no_two_figures_of_one_source_share_a_name():
    for source in {v.source for v in read_variables().values()}:
        for names in ("v3", "v4", "workbook", "map"):
            taken = [
                (name, v.statline_unit, v.kind)
                for v in of_source(source)
                for name in getattr(v, names)
            ]
            assert len(taken) == len(set(taken)), (source, names)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('aggregation = "som"', 'aggregation = "gemiddeld"', "a_inw.aggregation"),
        ('aggregation = "som"', 'aggregation = "gewogen_gemiddelde"', "a weight belongs"),
        ('source = "kwb"', 'source = "kwb"\nweight = "a_inw"', "a weight belongs"),
        ('source = "kwb"', 'source = "kwb"\nshare = ["a_hh", "a_inw"]', "no figure 'a_hh'"),
        ('source = "kwb"', 'source = "kwb"\nexpected = "2013"', "a_inw.expected"),
        ('source = "kwb"', 'bron = "kwb"', "a_inw"),
        ("[a_inw]", "[a_inw", "not a TOML file"),
    ],
)
def test_a_fault_is_named(tmp_path, old, new, named):
    path = tmp_path / "variables.toml"
    path.write_text(ENTRY.replace(old, new), encoding="utf-8")

    with pytest.raises(SourceError, match=named):
        read_variables(path)
