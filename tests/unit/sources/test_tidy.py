from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rudc_map.errors import SourceError
from rudc_map.model import FigureStatus, MissingReason
from rudc_map.sources.tidy import TIDY_COLUMNS, tidy


def rows(**columns: object) -> pd.DataFrame:
    given = {"code": ["BU00140000"], "variable": "a_inw", "period": "2024", "value": [5.0]}
    return pd.DataFrame({**given, **columns})


def test_completes_what_is_absent() -> None:
    frame = tidy(rows(code=["BU00140000", "GM0014"], value=[5.0, np.nan]), "a table")
    assert tuple(frame.columns) == TIDY_COLUMNS
    assert frame["missing"].tolist() == [None, MissingReason.NOT_PUBLISHED]
    assert frame["inexact"].tolist() == [0.0, 0.0]
    assert frame["status"].isna().all()
    assert frame[["lower", "upper"]].isna().all(axis=None)


def test_keeps_what_is_given() -> None:
    given = rows(
        value=[np.nan], missing=[MissingReason.SECRET], status=[FigureStatus.PARTIAL], inexact=0.25
    )
    frame = tidy(given, "a table")
    assert frame["missing"].tolist() == [MissingReason.SECRET]
    assert frame["status"].tolist() == [FigureStatus.PARTIAL]
    assert frame["inexact"].tolist() == [0.25]


def test_a_value_has_no_reason() -> None:
    assert tidy(rows(missing=[MissingReason.SECRET]), "a table")["missing"].tolist() == [None]


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": ["XX0014"]},
        {"code": ["BU001400"]},
        {"period": ["2024MM01"]},
        {"value": [-99997.0]},
        {"value": [np.inf]},
        {"value": [np.nan], "missing": ["vergeten"]},
        {"status": ["oud"]},
        {"inexact": [1.5]},
        {"variable": ["A Inw"]},
    ],
)
def test_refuses_and_names_the_table(wrong: dict[str, object]) -> None:
    with pytest.raises(SourceError, match="a table: "):
        tidy(rows(**wrong), "a table")


def test_refuses_a_figure_that_occurs_twice() -> None:
    with pytest.raises(SourceError, match="a table"):
        tidy(pd.concat([rows(), rows(value=[6.0])]), "a table")
