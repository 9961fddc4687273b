"""Whether a difference is good news: said only where it is more than chance may have made."""

from __future__ import annotations

from enum import StrEnum

from rudc_map.analysis.intervals import Verdict, verdict
from rudc_map.indicators.unions import Taken
from rudc_map.model import Aggregate, Chance, Direction, Indicator
from rudc_map.view.numbers import GUARD_DIGITS


class Judgement(StrEnum):
    """Whether a difference with the reference is good news."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNCLEAR = "unclear"
    UNSURE = "unsure"


def judgement(indicator: Indicator, difference: float, seen: Verdict | None) -> Judgement | None:
    """What a difference with a reference means; assets/compare.js says the same.

    Parameters
    ----------
    indicator : Indicator
        What differs.
    difference : float
        The value less that of the reference, as it is shown.
    seen : Verdict or None
        What the intervals say of it; None without intervals.

    Returns
    -------
    Judgement or None
        None where neither higher nor lower is better, and for numbers that add up: those are
        larger in larger areas.
    """
    adds_up = indicator.aggregation.how is Aggregate.SUM
    if adds_up or indicator.direction is Direction.NEITHER:
        return None
    if difference == 0:
        return Judgement.SAME
    if seen is Verdict.NO_CLEAR:
        return Judgement.UNCLEAR
    if seen is None and needs_margin(indicator):
        return Judgement.UNSURE
    higher_is_better = indicator.direction is Direction.HIGHER_IS_BETTER
    return Judgement.BETTER if (difference > 0) == higher_is_better else Judgement.WORSE


def needs_margin(indicator: Indicator) -> bool:
    """Whether a value says little without its margin: a rate of events, or an estimate."""
    return indicator.chance is Chance.UNKNOWN or indicator.events_per is not None


def seen(
    indicator: Indicator, taken: Taken, reference: float, limits: tuple[float, float] | None
) -> Verdict | None:
    """What the intervals say of a difference; a reference without limits counts as a point.

    The limits are taken as they are shown, so that a reader can check the verdict.
    """
    finest = indicator.decimals + GUARD_DIGITS
    apart = (taken.lower, taken.upper, *(limits or (reference, reference)))
    return verdict(*(round(limit, finest) for limit in apart))
