"""Similar areas: robust scores and distances by hand, against plain loops, and as properties."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rudc_map.analysis import nearest
from rudc_map.analysis.similar import (
    alike,
    damped,
    robust_scores,
    similar_areas,
    similar_of_each,
)

NAN = float("nan")
score = st.one_of(st.integers(-50, 50).map(lambda n: n / 10), st.just(NAN))
rows = st.lists(st.tuples(score, score, score), min_size=2, max_size=15)
WEIGHTS = pd.Series({"a": 2.0, "b": 1.0, "c": 1.0})


def table(rows) -> pd.DataFrame:
    codes = [f"GM{i:04}" for i in range(len(rows))]
    return pd.DataFrame(rows, index=codes, columns=["a", "b", "c"], dtype=float)


def plain_damped(score):
    size = abs(score)
    return np.copysign(size if size <= 2 else 2 + 2 * np.log(size / 2), score)


def plain_similar(scores, weights, code, k, among):
    """The same by the book, one candidate after the other."""
    own = scores.loc[code].dropna()
    total = weights[own.index].sum()
    if own.empty or total < weights.sum() / 2:
        return []
    found = []
    for other in among:
        theirs = scores.loc[other, own.index]
        if other != code and theirs.notna().all():
            difference = (own.map(plain_damped) - theirs.map(plain_damped)) ** 2
            found.append((np.sqrt((difference * weights[own.index]).sum() / total), other))
    return sorted((round(distance, 9), other) for distance, other in found)[:k]


# scores -----------------------------------------------------------------------------------------


def test_scores_by_hand():
    # median 3, absolute deviations 2 1 0 1 7: MAD 1
    found = robust_scores(pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0, 10.0]}))["a"]

    assert found.to_list() == pytest.approx([d / 1.4826 for d in (-2, -1, 0, 1, 7)])


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([0.0] * 5 + [1.0, 2.0, 3.0, 4.0], 2 / 1.349),  # MAD 0, quartiles 0 and 2
        ([5.0] * 9 + [6.0], np.std([5.0] * 9 + [6.0], ddof=1)),  # quartiles equal as well
    ],
)
def test_where_more_than_half_is_equal_another_measure_of_spread_takes_over(values, scale):
    found = robust_scores(pd.DataFrame({"a": values}))["a"]

    assert found.to_list() == pytest.approx([(v - np.median(values)) / scale for v in values])


@pytest.mark.parametrize("values", [[7.0, 7.0, 7.0], [7.0, NAN, NAN]])
def test_constant_values_have_the_score_0(values):
    found = robust_scores(pd.DataFrame({"a": values}))["a"]

    assert found.dropna().eq(0).all()
    assert found.isna().to_list() == np.isnan(values).tolist()


@settings(max_examples=20)
@given(rows, st.integers(-6, 6), st.integers(-100, 100))
def test_scores_do_not_depend_on_unit_and_zero_point(rows, power, shift):
    plain = table(rows)

    pd.testing.assert_frame_equal(
        robust_scores(plain * 2.0**power + shift), robust_scores(plain), atol=1e-6
    )


@settings(max_examples=20)
@given(rows)
def test_a_missing_area_does_not_change_the_scores_of_the_others(rows):
    together = robust_scores(table([*rows, (NAN, NAN, NAN)]))

    pd.testing.assert_frame_equal(together.iloc[:-1], robust_scores(table(rows)))


# one area ---------------------------------------------------------------------------------------


def test_a_distance_by_hand():
    scores = table([(0.0, 0.0, 0.0), (1.0, 2.0, 0.0), (2.0, 0.0, 2.0)])

    found = similar_areas(scores, WEIGHTS, "GM0000")

    # (2 * 1 + 1 * 4) / 4 and (2 * 4 + 1 * 4) / 4
    assert found.codes == ("GM0001", "GM0002")
    assert found.distance == pytest.approx(np.sqrt([1.5, 3.0]))
    assert found.used == ("a", "b", "c")
    assert found.scores_of_area.to_list() == [0.0, 0.0, 0.0]
    assert found.scores.loc["GM0002"].to_list() == [2.0, 0.0, 2.0]


def test_large_scores_are_damped_but_not_equal():
    scores = table([(30.0, 0.0, 0.0), (90.0, 0.0, 0.0), (33.0, 0.0, 0.0), (-90.0, 0.0, 0.0)])

    found = similar_areas(scores, WEIGHTS, "GM0000")

    assert found.codes == ("GM0002", "GM0001", "GM0003")
    # beyond 2 a factor counts: 2 ln(33 / 30), 2 ln(90 / 30); "a" has half of the weight
    assert found.distance[:2] == pytest.approx(np.sqrt(0.5) * 2 * np.log([1.1, 3.0]))
    assert found.scores["a"].to_list() == pytest.approx(
        [2 + 2 * np.log(s / 2) for s in (33, 90)] + [-2 - 2 * np.log(45)]
    )
    assert alike(found, 0, WEIGHTS) == (("b", "c", "a"), ())
    assert alike(found, 1, WEIGHTS) == (("b", "c"), ("a",))  # three times as dense is not alike


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=9))
def test_damping_keeps_the_order_and_moves_no_small_score(values):
    found = damped(pd.DataFrame({"a": sorted(values)}))["a"]

    assert found.is_monotonic_increasing
    small = np.abs(np.sort(values)) <= 2
    assert found[small].to_list() == np.sort(values)[small].tolist()


def test_candidates_without_all_figures_are_not_counted_as_compared():
    scores = table([(0.0, 0.0, 0.0), (1.0, NAN, 0.0), (2.0, 0.0, 0.0)])

    assert similar_areas(scores, WEIGHTS, "GM0000").compared == 1


def test_only_columns_that_the_area_has_and_that_weigh_are_compared():
    scores = table([(0.0, NAN, 1.0), (0.1, 9.0, 9.0), (0.2, NAN, 1.0)])

    found = similar_areas(scores, pd.Series({"a": 2.0, "b": 1.0, "c": 0.0}), "GM0000")

    assert found.used == ("a",)
    assert found.codes == ("GM0001", "GM0002")
    assert found.distance == pytest.approx([0.1, 0.2])


def test_a_candidate_that_lacks_a_column_is_passed_over():
    scores = table([(0.0, 0.0, 0.0), (0.0, 0.0, NAN), (3.0, 3.0, 3.0)])

    assert similar_areas(scores, WEIGHTS, "GM0000").codes == ("GM0002",)


@pytest.mark.parametrize(
    ("own", "enough"),
    [
        ((1.0, NAN, NAN), True),
        ((NAN, 1.0, 1.0), True),
        ((NAN, 1.0, NAN), False),
        ((NAN,) * 3, False),
    ],
)
def test_an_area_needs_columns_for_half_of_the_weight(own, enough):
    scores = table([own, (0.0, 0.0, 0.0)])

    assert (similar_areas(scores, WEIGHTS, "GM0000") is not None) == enough
    assert similar_of_each(scores, WEIGHTS)["GM0000"] == (("GM0001",) if enough else ())


def test_half_of_the_weight_is_half_in_spite_of_rounding():
    scores = table([(NAN, NAN, 1.0), (0.0, 0.0, 0.0)])

    assert similar_areas(scores, pd.Series({"a": 0.1, "b": 0.2, "c": 0.3}), "GM0000") is not None


def test_without_any_weight_nothing_is_similar():
    scores = table([(0.0, 0.0, 0.0), (0.0, 0.0, 0.0)])

    assert similar_areas(scores, WEIGHTS * 0, "GM0000") is None
    assert similar_of_each(scores, WEIGHTS * 0).to_list() == [(), ()]


def test_only_the_candidates_asked_for_match():
    scores = table([(float(i), 0.0, 0.0) for i in range(4)])

    found = similar_areas(scores, WEIGHTS, "GM0000", among=pd.Index(["GM0003", "GM0002", "XX"]))

    assert found.codes == ("GM0002", "GM0003")


def test_without_candidates_nothing_is_found():
    found = similar_areas(table([(0.0, 0.0, 0.0)]), WEIGHTS, "GM0000")

    assert found.codes == ()
    assert found.distance.shape == (0,)
    assert found.scores.shape == (0, 3)


def test_equally_similar_areas_come_by_code_also_where_the_list_ends():
    scores = table([(0.0, 0.0, 0.0)] * 30)[::-1]

    found = similar_areas(scores, WEIGHTS, "GM0005", k=3)

    assert found.codes == ("GM0000", "GM0001", "GM0002")
    assert found.distance.tolist() == [0.0, 0.0, 0.0]


def test_equally_similar_areas_come_by_code_whatever_the_last_bit_says():
    scores = table([(-1.9, NAN, NAN), (-1.4, NAN, NAN), (-0.9, NAN, NAN)])

    assert similar_areas(scores, WEIGHTS, "GM0001").codes == ("GM0000", "GM0002")
    assert similar_of_each(scores, WEIGHTS)["GM0001"] == ("GM0000", "GM0002")


@settings(max_examples=10)
@given(rows, st.integers(1, 16))
def test_similar_areas_are_those_of_a_plain_loop(rows, k):
    scores = table(rows)

    for code in scores.index:
        expected = plain_similar(scores, WEIGHTS, code, k, scores.index)
        found = similar_areas(scores, WEIGHTS, code, k=k)
        codes, distances = ((), []) if found is None else (found.codes, found.distance)
        assert codes == tuple(other for _, other in expected)
        assert distances == pytest.approx([distance for distance, _ in expected], abs=1e-8)


@given(rows)
def test_the_distance_is_the_same_in_either_direction(rows):
    scores = table(rows).dropna()
    if len(scores) < 2:
        return
    one, other = scores.index[:2]

    there = similar_areas(scores, WEIGHTS, one, pd.Index([other]))
    back = similar_areas(scores, WEIGHTS, other, pd.Index([one]))

    assert there.distance.tolist() == back.distance.tolist()


@settings(max_examples=20)
@given(rows, st.data())
def test_neither_the_order_of_areas_nor_that_of_columns_matters(rows, data):
    scores = table(rows)
    shuffled = scores.loc[data.draw(st.permutations(list(scores.index))), ["c", "a", "b"]]

    found, other = (similar_areas(s, WEIGHTS, "GM0000") for s in (scores, shuffled))

    assert (found is None) == (other is None)
    if found is not None:
        assert sorted(found.used) == sorted(other.used)
        assert other.distance == pytest.approx(found.distance)


@settings(max_examples=25)
@given(rows)
def test_an_area_without_figures_never_matters(rows):
    scores = table(rows)
    beside = table([*rows, (NAN, NAN, NAN)])

    pd.testing.assert_series_equal(
        similar_of_each(beside, WEIGHTS).iloc[:-1], similar_of_each(scores, WEIGHTS)
    )


@settings(max_examples=20)
@given(rows, st.integers(-6, 6))
def test_only_the_proportion_of_the_weights_matters(rows, power):
    scores = table(rows)

    one, other = (similar_of_each(scores, w) for w in (WEIGHTS, WEIGHTS * 2.0**power))

    pd.testing.assert_series_equal(one, other)


# all areas --------------------------------------------------------------------------------------


@settings(max_examples=15)
@given(rows, st.integers(1, 5), st.booleans(), st.data())
def test_those_of_each_are_those_of_a_plain_loop(rows, k, grouped, data):
    scores = table(rows)
    names = st.lists(st.sampled_from("xyz"), min_size=len(rows), max_size=len(rows))
    groups = pd.Series(data.draw(names), index=scores.index)

    found = similar_of_each(scores[::-1], WEIGHTS, groups if grouped else None, k)

    assert found.index.equals(scores.index[::-1])
    for code in scores.index:
        allowed = [c for c in scores.index if not grouped or groups[c] != groups[code]]
        expected = plain_similar(scores, WEIGHTS, code, k, allowed)
        assert found[code] == tuple(other for _, other in expected)


def test_many_areas_with_gaps_and_ties_match_as_they_do_one_by_one(monkeypatch):
    monkeypatch.setattr(nearest, "_FEW", 0)
    generator = np.random.default_rng(4)
    values = np.round(generator.normal(size=(400, 5)), 0)
    values[generator.random(values.shape) < 0.05] = NAN
    scores = pd.DataFrame(values, [f"BU{i:04}" for i in range(400)], list("abcde"))
    weights = pd.Series([1.0, 2.0, 0.5, 1.0, 0.0], index=scores.columns)

    found = similar_of_each(scores, weights, k=7)

    for code in scores.index[::7]:
        one = similar_areas(scores, weights, code, k=7)
        assert found[code] == (() if one is None else one.codes)


# why --------------------------------------------------------------------------------------------


def test_in_what_two_areas_are_alike_and_in_what_they_differ():
    names = list("abcdefgh")
    own = pd.Series(0.0, index=names)
    theirs = pd.Series([0.25, -0.1, 0.2, 0.0, 0.5, 0.75, -1.5, 2.0], index=names)
    scores = pd.DataFrame([own, theirs], index=["GM1", "GM2"])
    weights = pd.Series(1.0, index=names)

    near, far = alike(similar_areas(scores, weights, "GM1"), 0, weights)

    assert near == ("d", "b", "c")
    assert far == ("h", "g")


def test_of_equal_differences_the_heavier_column_comes_first():
    scores = table([(0.0, 0.0, 0.0), (2.0, 2.0, 0.1)])
    weights = pd.Series({"a": 1.0, "b": 2.0, "c": 1.0})

    near, far = alike(similar_areas(scores, weights, "GM0000"), 0, weights)

    assert near == ("c",)
    assert far == ("b", "a")


def test_two_areas_may_be_neither_alike_nor_different():
    scores = table([(0.0, 0.0, 0.0), (0.5, 0.5, 0.5)])

    assert alike(similar_areas(scores, WEIGHTS, "GM0000"), 0, WEIGHTS) == ((), ())
