import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.dataset.figures import REASONS, Columns
from rudc_map.dataset.missing import OF_RESIDENTS, SECRET_BELOW, gaps
from rudc_map.model import FigureStatus, MissingReason

NONE = len(MissingReason)


def reason(variable, value, people, *, listed=True, fresh=True, given_reason=None):
    """The value and the reason of one area; `people` is 0 where CBS shows no number."""
    given_at = NONE if given_reason is None else list(MissingReason).index(given_reason)
    columns = Columns(
        values=np.array([value]),
        lower=np.array([value]),
        upper=np.array([value]),
        missing=np.array([given_at], dtype=np.int8),
        status=np.array([len(FigureStatus)], dtype=np.int8),
        inexact=np.array([0.0]),
    )
    found = gaps(variable, columns, *map(np.array, ([listed], [fresh], [people])))
    assert np.isnan(found.lower[0]) == np.isnan(found.values[0])
    return found.values[0], REASONS[found.missing[0]]


@pytest.mark.parametrize(
    ("variable", "people", "expected"),
    [
        ("g_ink_pi", 2499.0, MissingReason.SECRET),
        ("g_ink_pi", 2500.0, MissingReason.NOT_PUBLISHED),
        ("g_wozbag", 45.0, MissingReason.SECRET),
        ("g_wozbag", 50.0, MissingReason.NOT_PUBLISHED),
        ("p_koopw", 49.0, MissingReason.SECRET),
        ("p_65_oo", 9.0, MissingReason.SECRET),
        ("g_afs_hp", 5.0, MissingReason.SECRET),
        ("g_afs_hp", 10.0, MissingReason.NOT_PUBLISHED),
        ("a_15_64", 5.0, MissingReason.SECRET),
        ("gezond", 5.0, MissingReason.NOT_PUBLISHED),
        ("misdrijven", 5.0, MissingReason.NOT_PUBLISHED),
        ("a_inw", 0.0, MissingReason.NO_INHABITANTS),
        ("gezond", 0.0, MissingReason.NO_INHABITANTS),
        ("ste_oad", 0.0, MissingReason.NO_INHABITANTS),
        ("misdrijven", 0.0, MissingReason.NOT_PUBLISHED),
        ("a_bedv", 0.0, MissingReason.NOT_PUBLISHED),
        ("g_wozbag", np.nan, MissingReason.NOT_PUBLISHED),
    ],
)
def test_the_reason_of_a_blank(variable, people, expected):
    value, missing = reason(variable, np.nan, people)
    assert np.isnan(value)
    assert missing is expected


@pytest.mark.parametrize("said", [MissingReason.SECRET, MissingReason.NOT_PUBLISHED])
def test_what_the_kwb_says_is_not_asked_for_it_writes_both_alike(said):
    assert reason("p_koopw", np.nan, 49.0, given_reason=said)[1] is MissingReason.SECRET
    assert reason("p_koopw", np.nan, 50.0, given_reason=said)[1] is MissingReason.NOT_PUBLISHED


def test_a_reason_of_another_source_stays():
    kept = reason("ses_score", np.nan, 500.0, given_reason=MissingReason.SECRET)
    assert kept[1] is MissingReason.SECRET
    gap = reason("g_wozbag", np.nan, 5.0, given_reason=MissingReason.NOT_COMPARABLE)
    assert gap[1] is MissingReason.NOT_COMPARABLE


def test_what_was_there_before_keeps_its_reason_and_value():
    before = {"fresh": False, "given_reason": MissingReason.SECRET}
    assert reason("g_ink_pi", np.nan, 9000.0, **before)[1] is MissingReason.SECRET
    assert reason("g_hhgro", 2.0, 0.0, fresh=False) == (2.0, None)


def test_a_household_figure_of_an_uninhabited_area_is_dropped():
    # BU01191000 Industrie Oevers A has no inhabitants but a household size of 1
    value, missing = reason("g_hhgro", 1.0, 0.0)
    assert np.isnan(value)
    assert missing is MissingReason.NO_INHABITANTS


@pytest.mark.parametrize("variable", ["a_lan_ha", "ste_mvs", "ste_oad", "misdrijven", "a_bedv"])
def test_a_figure_of_the_place_itself_is_kept(variable):
    assert reason(variable, 12.0, 0.0) == (12.0, None)


def test_a_figure_that_no_table_lists_is_not_secret():
    assert reason("g_ink_pi", np.nan, 972.0, listed=False, fresh=False)[1] is (
        MissingReason.NOT_PUBLISHED
    )


@given(
    variable=st.sampled_from([*sorted(SECRET_BELOW | dict.fromkeys(OF_RESIDENTS)), "misdrijven"]),
    value=st.one_of(st.just(np.nan), st.floats(0, 1e6)),
    people=st.one_of(st.just(np.nan), st.floats(0, 1e6)),
    listed=st.booleans(),
    fresh=st.booleans(),
    given_reason=st.sampled_from([None, *MissingReason]),
)
def test_there_is_always_either_a_value_or_a_reason(
    variable, value, people, listed, fresh, given_reason
):
    result, missing = reason(
        variable, value, people, listed=listed, fresh=fresh, given_reason=given_reason
    )
    assert np.isnan(result) == (missing is not None)
