"""Why a figure has no value: the tables leave a cell blank for several reasons."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rudc_map.dataset.figures import Columns
from rudc_map.model import MissingReason
from rudc_map.sources.key_figures import KWB_COLUMNS

SECRET_BELOW: dict[str, int] = {
    **dict.fromkeys((*KWB_COLUMNS, "a_15_64"), 10),
    **dict.fromkeys(("p_00_14", "p_65_oo"), 10),
    **dict.fromkeys(("g_wozbag", "p_koopw", "p_1gezw"), 50),
    "g_ink_pi": 2500,
}
"""Publication threshold per KWB figure [inhabitants].

Inferred from the data, because the tables write "secret" and "not published" alike, as an empty
cell or as -99997: below the threshold a blank is taken to be secret, from it on to be not
published. Income first occurs at 2,525 inhabitants, housing regularly from 50 on, the others from
10 on.
"""

KEPT_WITHOUT_INHABITANTS = frozenset({"a_lan_ha", "ste_mvs", "ste_oad"})
"""Figures of these about a place rather than its residents: they keep their value where nobody
lives."""

OF_RESIDENTS = frozenset({*SECRET_BELOW, "gezond"} - KEPT_WITHOUT_INHABITANTS)
"""Figures that would describe a handful of people where nobody is said to live."""

EMPTY_WHERE_NOBODY_LIVES = frozenset({*OF_RESIDENTS, "ste_mvs", "ste_oad"})
"""Figures whose blanks are explained by there being no inhabitants."""

_NONE = len(MissingReason)
_PLACE = {reason: at for at, reason in enumerate(MissingReason)}


def gaps(
    variable: str, columns: Columns, listed: np.ndarray, fresh: np.ndarray, people: np.ndarray
) -> Columns:
    """Give every gap of a figure its reason, and drop figures of residents where nobody lives.

    CBS shows no number of inhabitants below 5; such an area counts as uninhabited, and the odd
    household figure printed for it would describe a handful of people, so it is not taken over.

    Parameters
    ----------
    variable : str
        The figure.
    columns : Columns
        As the tables give it; a reason that a table gives for a figure of another source than the
        KWB stays.
    listed : ndarray of bool
        Whether the area stands in the table the figure comes from.
    fresh : ndarray of bool
        Whether that table is a new one; other gaps keep the reason they have.
    people : ndarray of float64
        Inhabitants; 0 where CBS shows none, NaN where the number is not known.

    Returns
    -------
    Columns
        With either a value or a reason for every area.
    """
    uninhabited = ~(people > 0) & ~np.isnan(people)
    values = columns.values
    if variable in OF_RESIDENTS:
        values = np.where(uninhabited & (fresh | ~listed), np.nan, values)
    reason = columns.missing.copy()
    reason[reason == _NONE] = _PLACE[MissingReason.NOT_PUBLISHED]
    if variable in SECRET_BELOW:
        told = fresh & np.isin(reason, [_PLACE[r] for r in _ALIKE])
        reason[told] = _PLACE[MissingReason.NOT_PUBLISHED]
        reason[told & listed & (people < SECRET_BELOW[variable])] = _PLACE[MissingReason.SECRET]
    if variable in EMPTY_WHERE_NOBODY_LIVES:
        reason[uninhabited & (fresh | ~listed)] = _PLACE[MissingReason.NO_INHABITANTS]
    reason[~np.isnan(values)] = _NONE
    without = np.isnan(values)
    return replace(
        columns,
        values=values,
        lower=np.where(without, np.nan, columns.lower),
        upper=np.where(without, np.nan, columns.upper),
        missing=reason,
    )


_ALIKE = (MissingReason.SECRET, MissingReason.NOT_PUBLISHED)
"""What CBS writes alike."""
