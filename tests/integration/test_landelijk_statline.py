"""All areas of the country through the real protocol."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from rudc_map.sources import kwb_statline, police
from rudc_map.sources.tables import SENTINELS
from tests.integration.statline_sites import addresses_of, client
from tests.servers.base import Server
from tests.servers.kwb_facts import columns_of
from tests.servers.statline import WIDTH, StatLine, Table, Topic

LANDELIJK = Path(__file__).parents[3] / "shared" / "landelijk"
MAP = LANDELIJK / "wijkenbuurten_2024.gpkg"
AREAS = 14_565 + 3_393 + 342

pytestmark = [
    pytest.mark.landelijk,
    pytest.mark.skipif(not LANDELIJK.is_dir(), reason=f"no national files in {LANDELIJK}"),
]

COLUMNS = {
    "AantalInwoners": ("aantal", "T001036", "aantal_inwoners"),
    "HuishoudensTotaal": ("aantal", "1050010_2", "aantal_huishoudens"),
    "GemiddeldeHuishoudensgrootte": ("aantal", "M000114", "gemiddelde_huishoudsgrootte"),
    "GemiddeldeWOZWaardeVanWoningen": ("x 1 000 euro", "M001642", "gemiddelde_woningwaarde"),
    "OppervlakteLand": ("ha", "A047044", "oppervlakte_land_in_ha"),
    "MateVanStedelijkheid": ("code", "ST0001", "stedelijkheid_adressen_per_km2"),
}
"""Columns whose figures are in the national map: their unit, measure, and name there."""


@pytest.fixture(scope="module")
def table() -> Table:
    """85984NED of all areas; of columns whose figures are not in the map every cell is blank."""
    levels = {"gemeenten": "gemeentecode", "wijken": "wijkcode", "buurten": "buurtcode"}
    frames = [
        pyogrio.read_dataframe(MAP, layer=layer, read_geometry=False).rename(columns={code: "area"})
        for layer, code in levels.items()
    ]
    areas = pd.concat(frames, ignore_index=True)
    rows = pd.DataFrame({"WijkenEnBuurten": areas["area"].str.ljust(WIDTH)})
    topics = []
    for place, column in enumerate(columns_of(2024)):
        unit, measure, name = COLUMNS.get(column.v3, (column.unit, column.v4, ""))
        cells = pd.Series(None, index=areas.index, dtype=object)
        if name:
            known = areas[name].notna() & ~areas[name].isin(SENTINELS)
            cells = areas[name].astype(object).where(known, None)
        rows[place] = cells
        topics.append(Topic(column.v3, column.v3, unit, column.group, measure))
    return Table(rows, topics)


@pytest.mark.parametrize("protocol", ["v3", "v4"])
def test_all_areas_come_in_parts_below_ten_thousand_rows(table, protocol, tmp_path):
    site = StatLine({"85984NED": table}, page=100_000)
    with Server(site) as server, client() as http:
        frame = kwb_statline.fetch(http, addresses_of(server, tmp_path, protocol), 2024)
        asked = server.asked("TypedDataSet" if protocol == "v3" else "Observations")

    people = frame.query("variable == 'a_inw'").set_index("code")["value"]
    expected = table.rows.set_index(table.rows["WijkenEnBuurten"].str.strip())[0].dropna()
    assert people.dropna().sort_index().equals(expected.astype(float).sort_index())
    if protocol == "v3":
        assert len(people) == AREAS
    gemeenten = people[people.index.str.startswith("GM")]
    assert gemeenten.sum() == pytest.approx(17_942_942, rel=0.001)
    assert len(asked) < 40  # polite: StatLine is not asked once for each gemeente


def test_the_months_of_all_buurten_come_in_parts(tmp_path):
    """A year of the police is 12 x 18,300 rows: asked for by ever longer starts of the code."""
    path = LANDELIJK / "misdrijven_47022NED_2021-2025.csv.gz"
    year = pd.read_csv(path, sep=";").query("jaar == 2024")
    months = year.loc[year.index.repeat(12)].assign(month=list(range(1, 13)) * len(year))
    total = months["misdrijven"]
    rows = pd.DataFrame(
        {
            "WijkenEnBuurten": months["code"].str.ljust(WIDTH),
            "SoortMisdrijf": "0.0.0 ",
            "Perioden": "2024MM" + months["month"].astype(str).str.zfill(2),
            "n": (total // 12 + (months["month"] <= total % 12)).astype(object),
        }
    )
    rows.loc[total.isna(), "n"] = None
    other = rows.assign(SoortMisdrijf="1.1.1 ").head(12)
    dims = {
        "WijkenEnBuurten": "GeoDetail",
        "SoortMisdrijf": "Dimension",
        "Perioden": "TimeDimension",
    }
    topic = Topic("GeregistreerdeMisdrijven", "Geregistreerde misdrijven", "aantal")
    table = Table(pd.concat([rows, other]), [topic], dims, first_number=1)
    with Server(StatLine({"47022NED": table})) as server, client() as http:
        frame = police.fetch(http, addresses_of(server, tmp_path), [2024])
        asked = server.asked("TypedDataSet")

    crimes = frame.query("variable == 'misdrijven'").set_index("code")["value"].sort_index()
    expected = year.set_index("code")["misdrijven"].astype(float).sort_index()
    pd.testing.assert_series_equal(crimes, expected, check_names=False)
    first, second = (
        [request for request in asked if f"'{kind} '" in request.query["$filter"]]
        for kind in ("0.0.0", "1.1.1")
    )
    assert len(first) < 150
    assert len(second) < 40  # asked for in the parts that the first kind taught
