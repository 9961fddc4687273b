"""Why a figure has no value: the tables leave a cell blank for several reasons."""

from __future__ import annotations

import pandas as pd

from rudc_map.model import MissingReason
from rudc_map.sources.key_figures import KWB_COLUMNS

SECRET_BELOW: dict[str, int] = {
    **dict.fromkeys((*KWB_COLUMNS, "a_15_64"), 10),
    **dict.fromkeys(("g_wozbag", "p_koopw", "p_1gezw"), 50),
    "g_ink_pi": 2500,
}
"""Publication threshold per KWB figure [inhabitants].

Inferred from the data, because the tables write "secret" and "not published" alike, as an empty
cell: below the threshold a blank is taken to be secret, from it on to be not published. Income
first occurs at 2,525 inhabitants, housing regularly from 50 on, the others from 10 on.
"""

KEPT_WITHOUT_INHABITANTS = frozenset({"a_lan_ha", "ste_mvs", "ste_oad", "misdrijven"})
"""Figures about a place rather than its residents: they keep their value where nobody lives."""

OF_A_PLACE = frozenset({"a_lan_ha", "misdrijven"})
"""Figures whose blanks say nothing about the number of inhabitants."""


def missing_reasons(figures: pd.DataFrame, inhabitants: pd.Series) -> pd.DataFrame:
    """Give every blank figure its reason, and drop figures of residents where nobody lives.

    CBS shows no number of inhabitants below 5; such an area counts as uninhabited, and the odd
    household figure printed for it would describe a handful of people, so it is not taken over.

    Parameters
    ----------
    figures : DataFrame
        Tidy rows: code, variable, period, value (NaN where blank), and listed: whether the area
        is in the table the figure comes from.
    inhabitants : Series of float64
        Inhabitants per area code, NaN or 0 where CBS shows none; an area that is not in the
        index is taken to be inhabited.

    Returns
    -------
    DataFrame
        The same rows and order with columns code, variable, period, value and missing (the code
        of a `MissingReason`, None where there is a value).
    """
    people = figures["code"].map(inhabitants)
    uninhabited = figures["code"].isin(inhabitants.index) & ~(people > 0)
    kept = figures["variable"].isin(KEPT_WITHOUT_INHABITANTS)
    value = figures["value"].mask(uninhabited & ~kept)
    few = people < figures["variable"].map(SECRET_BELOW)

    reason = pd.Series(str(MissingReason.NOT_PUBLISHED), index=figures.index, dtype=object)
    reason = reason.mask(few & figures["listed"], str(MissingReason.SECRET))
    reason = reason.mask(
        uninhabited & ~figures["variable"].isin(OF_A_PLACE), str(MissingReason.NO_INHABITANTS)
    )
    return figures[["code", "variable", "period"]].assign(
        value=value, missing=reason.where(value.isna(), None)
    )
