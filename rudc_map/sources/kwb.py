"""Kerncijfers wijken en buurten: what the three forms of the same figures have in common.

StatLine's OData v3 and v4 and the workbook kwb-{year}.xlsx each become one table of cells, with
a row an area and a column a figure of variables.toml; this makes the tidy table of it.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.model import COUNTRY, MissingReason
from rudc_map.sources.addresses import Addresses
from rudc_map.sources.area_parts import COUNTRIES
from rudc_map.sources.cells import read_cells
from rudc_map.sources.statline_figures import with_status
from rudc_map.sources.tidy import CODE, tidy
from rudc_map.sources.variables import of_source, read_variables

SOURCE = "kwb"
INHABITANTS = "a_inw"


def tidy_key_figures(
    cells: pd.DataFrame, year: int, addresses: Addresses, where: str
) -> pd.DataFrame:
    """Make the tidy table of a year of key figures.

    Parameters
    ----------
    cells : DataFrame of object
        index: the codes of the areas; columns: names of figures; what the source has in them.
    year : int
        Period and vintage of the areas.
    addresses : Addresses
        Says which years are provisional.
    where : str
        The table or file, for messages.

    Returns
    -------
    DataFrame
        `rudc_map.sources.tidy.TIDY_COLUMNS`, one row an area and figure, figures that follow
        from others included.

    Raises
    ------
    SourceError
        If a cell is no number or an area occurs twice.
    """
    cells = cells[cells.index.str.fullmatch(CODE) | cells.index.isin(COUNTRIES)]
    cells = cells.rename(index=dict.fromkeys(COUNTRIES, COUNTRY))
    if cells.empty:
        raise SourceError(f"{where} has no areas with a code such as GM0014; see what it holds")
    values, said = _read(cells, where)
    values = values.assign(**_derived(values))
    rows = pd.DataFrame(
        {
            "code": np.tile(values.index, values.shape[1]),
            "variable": np.repeat(values.columns, len(values)),
            "period": str(year),
            "value": values.to_numpy().ravel(order="F"),
            "missing": _reasons(values, said).ravel(order="F"),
        }
    )
    provisional = (year,) if year in addresses.kwb.provisional else ()
    return tidy(with_status(rows, provisional), where)


def chosen_areas(cells: pd.DataFrame, gemeenten: Iterable[str] | None) -> pd.DataFrame:
    """Keep the areas of some gemeenten, and the country; all of them for None."""
    if gemeenten is None:
        return cells
    digits = {code[2:6] for code in gemeenten}
    within = cells.index.str[2:6].isin(digits) & ~cells.index.str.startswith("NL")
    return cells[within | cells.index.isin(COUNTRIES)]


def _read(cells: pd.DataFrame, where: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The numbers, and the reasons for none as far as the cells say them, in the same shape."""
    index = pd.MultiIndex.from_product([cells.columns, cells.index])
    column = pd.Series(cells.to_numpy(dtype=object).ravel(order="F"), index=index, dtype=object)
    read = read_cells(column, where)
    said = read["missing"].where(read["sure"], None)
    values, reasons = (
        pd.DataFrame(part.to_numpy().reshape(cells.shape, order="F"), cells.index, cells.columns)
        for part in (read["value"], said)
    )
    return values, reasons


def _derived(values: pd.DataFrame) -> dict[str, pd.Series]:
    """The figures that follow from others, where they are not published themselves."""
    derived: dict[str, pd.Series] = {}
    for variable in of_source(SOURCE):
        parts = variable.share or variable.rest
        if not parts or not set(parts) <= set(values.columns):
            continue
        first, *others = (values[part] for part in parts)
        if variable.share:
            worked_out = 100.0 * first / others[0].where(others[0] > 0)
        else:
            worked_out = (first - sum(others)).clip(lower=0.0)  # parts are rounded to 5
        published = values.get(variable.name, worked_out)
        derived[variable.name] = published.fillna(worked_out)
    return derived


def _reasons(values: pd.DataFrame, said: pd.DataFrame) -> np.ndarray:
    """Why there is no value: as the source says, else by the number of inhabitants.

    A blank of StatLine and a "." in the workbook stand for every reason alike. Where no area has
    a figure it is not published.
    """
    variables = [read_variables()[name] for name in values.columns]
    people = values[INHABITANTS].to_numpy()[:, None]
    published = values.notna().to_numpy().any(axis=0)
    few = (people < [v.secret_below for v in variables]) & published
    nobody = ~(people > 0) & ~np.array([v.of_place for v in variables]) & published
    reason = np.full(values.shape, MissingReason.NOT_PUBLISHED, dtype=object)
    reason[few] = MissingReason.SECRET
    reason[nobody] = MissingReason.NO_INHABITANTS
    given = said.reindex(columns=values.columns)
    is_given = given.notna().to_numpy()
    reason[is_given] = given.to_numpy(dtype=object)[is_given]
    reason[values.notna().to_numpy()] = None
    return reason
