import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.dataset.missing import KEPT_WITHOUT_INHABITANTS, SECRET_BELOW, missing_reasons
from rudc_map.model import MissingReason

HERE = "BU00140000"


def reason(variable, value, people, *, listed=True):
    rows = pd.DataFrame(
        {"code": [HERE], "variable": [variable], "period": ["2024"], "value": [value]}
    ).assign(listed=listed)
    result = missing_reasons(rows, pd.Series({HERE: people})).iloc[0]
    return result["value"], result["missing"]


@pytest.mark.parametrize(
    ("variable", "people", "expected"),
    [
        ("g_ink_pi", 2499.0, MissingReason.SECRET),
        ("g_ink_pi", 2500.0, MissingReason.NOT_PUBLISHED),
        ("g_wozbag", 45.0, MissingReason.SECRET),
        ("g_wozbag", 50.0, MissingReason.NOT_PUBLISHED),
        ("p_koopw", 49.0, MissingReason.SECRET),
        ("g_afs_hp", 5.0, MissingReason.SECRET),
        ("g_afs_hp", 10.0, MissingReason.NOT_PUBLISHED),
        ("a_15_64", 5.0, MissingReason.SECRET),
        ("gezond", 5.0, MissingReason.NOT_PUBLISHED),
        ("misdrijven", 5.0, MissingReason.NOT_PUBLISHED),
        ("a_inw", np.nan, MissingReason.NO_INHABITANTS),
        ("a_inw", 0.0, MissingReason.NO_INHABITANTS),
        ("gezond", np.nan, MissingReason.NO_INHABITANTS),
        ("ste_oad", np.nan, MissingReason.NO_INHABITANTS),
        ("misdrijven", np.nan, MissingReason.NOT_PUBLISHED),
    ],
)
def test_the_reason_of_a_blank(variable, people, expected):
    value, missing = reason(variable, np.nan, people)
    assert np.isnan(value)
    assert missing == expected.value


def test_a_household_figure_of_an_uninhabited_area_is_dropped():
    # BU01191000 Industrie Oevers A has no inhabitants but a household size of 1
    value, missing = reason("g_hhgro", 1.0, np.nan)
    assert np.isnan(value)
    assert missing == MissingReason.NO_INHABITANTS.value


@pytest.mark.parametrize("variable", sorted(KEPT_WITHOUT_INHABITANTS))
def test_a_figure_of_the_place_itself_is_kept(variable):
    assert reason(variable, 12.0, np.nan) == (12.0, None)


def test_a_figure_that_no_table_lists_is_not_secret():
    assert reason("g_ink_pi", np.nan, 972.0, listed=False)[1] == MissingReason.NOT_PUBLISHED.value


@given(
    variable=st.sampled_from([*sorted(SECRET_BELOW), "misdrijven", "gezond", "zk_totaal"]),
    value=st.one_of(st.just(np.nan), st.floats(0, 1e6)),
    people=st.one_of(st.just(np.nan), st.floats(0, 1e6)),
    listed=st.booleans(),
)
def test_there_is_always_either_a_value_or_a_reason(variable, value, people, listed):
    result, missing = reason(variable, value, people, listed=listed)
    assert np.isnan(result) == (missing is not None)
    assert missing is None or MissingReason(missing)
