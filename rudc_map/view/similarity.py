"""What makes areas alike, and its code in an address."""

from __future__ import annotations

import math

from rudc_map.errors import InputError
from rudc_map.indicators.registry import Registry
from rudc_map.model import Similarity
from rudc_map.view.texts import say

USUAL = (
    "bevolkingsdichtheid",
    "aandeel_65plus",
    "huishoudensgrootte",
    "inkomen_per_inwoner",
    "aandeel_koopwoningen",
    "adressendichtheid",
)
"""Density, age, household size, income, ownership and urbanity."""

MAX_INDICATORS = 12
MAX_WEIGHT = 10.0
ACROSS, EVERYWHERE = "overgrens", "overal"


def usual_similarity(registry: Registry) -> Similarity:
    """The default: the usual indicators that the registry has, equally weighted."""
    return Similarity(tuple((i, 1.0) for i in USUAL if registry.find(i) is not None))


def similarity_code(similarity: Similarity | None) -> str:
    """A similarity as it stands in an address; empty for the default.

    Examples
    --------
    >>> similarity_code(Similarity((("woz_waarde", 2.0), ("inwoners", 1.0)), across=True))
    'woz_waarde*2;inwoners-overgrens'
    """
    if similarity is None:
        return ""
    parts = [i if weight == 1 else f"{i}*{weight:g}" for i, weight in similarity.weights]
    flags = ((similarity.across, ACROSS), (similarity.everywhere, EVERYWHERE))
    return "-".join([";".join(parts), *(name for on, name in flags if on)])


def read_similarity(code: str, registry: Registry) -> Similarity:
    """The similarity that a code in an address stands for.

    Parameters
    ----------
    code : str
        Indicator ids between semicolons, each with ``*weight`` unless that is 1, and the flags
        ``-overgrens`` and ``-overal``. Without indicators: the usual ones.
    registry : Registry
        The indicators.

    Raises
    ------
    InputError
        Saying what is wrong.
    """
    listed, *flags = code.split("-")
    weights: dict[str, float] = {}
    for part in filter(None, listed.split(";")):
        indicator, _, weight = part.partition("*")
        try:
            number = float(weight or 1)
        except ValueError:
            number = math.nan
        if registry.find(indicator) is None or not 0 < number <= MAX_WEIGHT:
            raise _wrong("notice.similarity", wanted=part)
        weights[indicator] = number
    if unknown := set(flags) - {ACROSS, EVERYWHERE}:
        raise _wrong("notice.similarity", wanted=min(unknown))
    if len(weights) > MAX_INDICATORS:
        raise _wrong("notice.similarity.many", most=str(MAX_INDICATORS))
    return Similarity(
        tuple(weights.items()) or usual_similarity(registry).weights,
        across=ACROSS in flags,
        everywhere=EVERYWHERE in flags,
    )


def _wrong(key: str, **gaps: str) -> InputError:
    text = say(key, **gaps)
    return InputError(text.nl, text.en)
