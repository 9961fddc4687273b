"""Kerncijfers wijken en buurten: what the three forms of the same figures have in common.

StatLine's OData v3 and v4 and the workbook kwb-{year}.xlsx each become one table of cells, with
a row an area and a column a figure of variables.toml; this makes the tidy table of it.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.model import COUNTRY, FigureStatus, MissingReason
from rudc_map.sources.addresses import Addresses
from rudc_map.sources.area_parts import COUNTRIES
from rudc_map.sources.cells import read_cells
from rudc_map.sources.tidy import CODE, tidy
from rudc_map.sources.variables import Variable, of_source, read_variables

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
    read = {name: read_cells(cells[name], f"{where}, {name}") for name in cells.columns}
    values = {name: part["value"] for name, part in read.items()}
    said = {name: part["missing"].where(part["sure"], None) for name, part in read.items()}
    values |= _derived(values)
    people = values.get(INHABITANTS, pd.Series(np.nan, index=cells.index))
    parts = []
    for name, value in values.items():
        reasons = _reasons(read_variables()[name], value, said.get(name), people)
        part = {"code": cells.index, "variable": name, "value": value, "missing": reasons}
        parts.append(pd.DataFrame(part).reset_index(drop=True))
    rows = pd.concat(parts, ignore_index=True).assign(period=str(year), status=None)
    if year in addresses.kwb.provisional:
        rows["status"] = rows["status"].where(rows["value"].isna(), FigureStatus.PROVISIONAL)
    return tidy(rows, where)


def chosen_areas(cells: pd.DataFrame, gemeenten: Iterable[str] | None) -> pd.DataFrame:
    """Keep the areas of some gemeenten, and the country; all of them for None."""
    if gemeenten is None:
        return cells
    digits = {code[2:6] for code in gemeenten}
    within = cells.index.str[2:6].isin(digits) & ~cells.index.str.startswith("NL")
    return cells[within | cells.index.isin(COUNTRIES)]


def _derived(values: dict[str, pd.Series]) -> dict[str, pd.Series]:
    """The figures that follow from others, where they are not published themselves."""
    derived: dict[str, pd.Series] = {}
    for variable in of_source(SOURCE):
        parts = variable.share or variable.rest
        if not parts or any(part not in values for part in parts):
            continue
        first, *others = (values[part] for part in parts)
        if variable.share:
            worked_out = 100.0 * first / others[0].where(others[0] > 0)
        else:
            worked_out = (first - sum(others)).clip(lower=0.0)  # parts are rounded to 5
        published = values.get(variable.name)
        derived[variable.name] = worked_out if published is None else published.fillna(worked_out)
    return derived


def _reasons(
    variable: Variable, value: pd.Series, said: pd.Series | None, people: pd.Series
) -> pd.Series:
    """Why there is no value: as the source says, else by the number of inhabitants.

    A blank of StatLine and a "." in the workbook stand for every reason alike.
    """
    reason = pd.Series(MissingReason.NOT_PUBLISHED, index=value.index, dtype=object)
    if value.notna().any():
        reason = reason.mask(people < variable.secret_below, MissingReason.SECRET)
        if not variable.of_place:
            reason = reason.mask(~(people > 0), MissingReason.NO_INHABITANTS)
    if said is not None:
        reason = reason.mask(said.notna(), said)
    return reason.where(value.isna(), None)
