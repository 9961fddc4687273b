"""A wijk- en buurtkaart of the embedded areas, written as CBS writes its own."""

from __future__ import annotations

from pathlib import Path

import pyogrio

from rudc_map.dataset.home import GEODATA
from rudc_map.dataset.store import open_dataset
from rudc_map.model import Level

ASSEN = "GM0106"

COLUMNS = {
    "a_inw": "aantal_inwoners",
    "a_hh": "aantal_huishoudens",
    "g_wozbag": "gemiddelde_woningwaarde",
    "a_lan_ha": "oppervlakte_land_in_ha",
}

SECRET = -99997.0


def write_small_map(path: Path) -> Path:
    """Write the buurten, wijken and gemeenten of Groningen and Drenthe, with a few figures."""
    dataset = open_dataset(GEODATA)
    for level, layer in (
        (Level.BUURT, "buurten"),
        (Level.WIJK, "wijken"),
        (Level.GEMEENTE, "gemeenten"),
    ):
        frame = dataset.boundaries(level)
        frame = frame[frame["provincie"].isin(["PV20", "PV22"])]
        cells = frame[["name", "geometry"]].rename(columns={"name": f"{level}naam"})
        cells.insert(0, f"{level}code", frame.index)
        if level is not Level.GEMEENTE:
            cells["gemeentecode"] = frame["gemeente"]
        for variable, column in COLUMNS.items():
            cells[column] = dataset.figure(variable, level).values[frame.index].fillna(SECRET)
        cells["water"] = "NEE"
        pyogrio.write_dataframe(cells, path, layer=layer, driver="GPKG", append=path.exists())
    return path
