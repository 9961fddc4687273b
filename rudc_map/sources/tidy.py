"""The tidy table that every source becomes, whatever it looked like at its publisher."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from rudc_map.errors import SourceError
from rudc_map.model import FigureStatus, MissingReason
from rudc_map.sources.tables import SENTINELS

TIDY_COLUMNS = (
    "code",
    "variable",
    "period",
    "value",
    "lower",
    "upper",
    "missing",
    "status",
    "inexact",
)
"""code, variable and period name the figure; value, lower and upper (95% limits) are NaN where
there is none; missing is a `MissingReason` where there is no value, else None; status is a
`FigureStatus`, or None for a final figure; inexact is the share (0 to 1) of the value that was
converted from other boundaries by an assumption, 0 where it is as published."""

CODE = r"(?:BU[0-9A-Z]{8}|WK[0-9A-Z]{6}|GM[0-9A-Z]{4}|PV\d{2}|NL00)"
PERIOD = r"\d{4}(?:-\d{4})?"

_NUMBER = pa.Check(lambda column: np.isfinite(column) & ~column.isin(SENTINELS), name="a number")
_SHARE = pa.Check.in_range(0.0, 1.0)

SCHEMA = pa.DataFrameSchema(
    {
        "code": pa.Column(pa.String, pa.Check.str_matches(rf"^{CODE}$")),
        "variable": pa.Column(pa.String, pa.Check.str_matches(r"^[a-z][a-z0-9_]*$")),
        "period": pa.Column(pa.String, pa.Check.str_matches(rf"^{PERIOD}$")),
        "value": pa.Column(float, _NUMBER, nullable=True),
        "lower": pa.Column(float, _NUMBER, nullable=True),
        "upper": pa.Column(float, _NUMBER, nullable=True),
        "missing": pa.Column(object, pa.Check.isin([*MissingReason]), nullable=True),
        "status": pa.Column(object, pa.Check.isin([*FigureStatus]), nullable=True),
        "inexact": pa.Column(float, _SHARE),
    },
    checks=pa.Check(
        lambda frame: frame["value"].isna() == frame["missing"].notna(),
        name="a value or a reason for none",
    ),
    unique=["code", "variable", "period"],
    strict=True,
    ordered=True,
)


def tidy(figures: pd.DataFrame, where: str) -> pd.DataFrame:
    """Complete a table of figures to `TIDY_COLUMNS` and check it.

    Parameters
    ----------
    figures : DataFrame
        code, variable, period and value; of the other columns those that are absent are filled
        in: no limits, final, exact, and not published where there is no value.
    where : str
        The table or address it came from, for the message.

    Returns
    -------
    DataFrame
        `TIDY_COLUMNS` in this order, rows as given, index 0 to n - 1.

    Raises
    ------
    SourceError
        If a figure occurs twice, a code or period is malformed, or a value is a sentinel.
    """
    frame = figures.reset_index(drop=True).copy()
    for limit in ("lower", "upper"):
        frame[limit] = frame[limit].astype("float64") if limit in frame else np.nan
    if "missing" not in frame:
        frame["missing"] = MissingReason.NOT_PUBLISHED.value
    absent = frame["value"].isna()
    frame["missing"] = frame["missing"].astype(object).where(absent, None)
    frame["status"] = frame["status"].astype(object) if "status" in frame else None
    status = frame["status"].astype(object)
    frame["status"] = status.where(status.notna(), None)
    frame["inexact"] = frame["inexact"].astype("float64") if "inexact" in frame else 0.0
    frame["value"] = frame["value"].astype("float64")
    for name in ("code", "variable", "period"):
        frame[name] = frame[name].astype(str)
    try:
        SCHEMA.validate(frame[list(TIDY_COLUMNS)], lazy=True)
    except SchemaErrors as error:
        first = error.failure_cases.iloc[0]
        raise SourceError(
            f"{where}: {first['column'] or 'a row'} is {first['failure_case']!r}, which fails "
            f"{first['check']!r} ({len(error.failure_cases)} faults in all); the source does not "
            "answer as described, look at what it sends"
        ) from error
    return frame[list(TIDY_COLUMNS)]
