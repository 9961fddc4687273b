"""The elementary steps: a published figure, a rate, a difference."""

from __future__ import annotations

import pandas as pd
import pytest

from rudc_map.analysis.rates import difference, per, published

CODES = ["BU00140000", "BU00140002", "BU00140003"]


def series(*values: float) -> pd.Series:
    return pd.Series(values, index=CODES[: len(values)], dtype=float)


def test_a_published_figure_is_a_copy_that_cannot_reach_the_original() -> None:
    figure = series(1.0, float("nan"), 3.0)

    copy = published(figure)
    pd.testing.assert_series_equal(copy, figure)
    copy.iloc[0] = 99.0

    assert figure.iloc[0] == 1.0


def test_a_rate_is_the_factor_times_the_quotient() -> None:
    assert per(series(5.0, 0.0), series(20.0, 20.0), 1000.0).tolist() == [250.0, 0.0]


@pytest.mark.parametrize("numerator", [0.0, 5.0, -5.0])
def test_a_rate_over_nobody_is_missing_not_infinite(numerator: float) -> None:
    assert per(series(numerator), series(0.0)).isna().all()


def test_a_rate_is_missing_where_either_figure_is() -> None:
    nan = float("nan")

    rate = per(series(nan, 5.0, 5.0), series(20.0, nan, 20.0))

    assert rate.isna().tolist() == [True, True, False]


def test_a_difference_keeps_its_sign_and_its_gaps() -> None:
    nan = float("nan")

    gap = difference(series(1.0, 5.0, nan), series(3.0, 2.0, 2.0))

    assert gap.iloc[:2].tolist() == [-2.0, 3.0]
    assert gap.isna().tolist() == [False, False, True]
