"""Fetching and updating as an operator does, from servers that speak the real protocols."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from datetime import date

import pytest

from rudc_map.dataset.home import Home, last_good
from rudc_map.dataset.recipe import read_recipe
from rudc_map.dataset.verify import verify_dataset
from rudc_map.model import FigureStatus, Level, MissingReason
from rudc_map.sources.jobs import ALL
from tests.integration.commands import run_here
from tests.integration.small_map import write_small_map
from tests.integration.statline_sites import addresses_of
from tests.servers.base import Answer, Request, Server
from tests.servers.moods import error_page, failing
from tests.servers.pdok import Pdok
from tests.servers.statline import StatLine, kwb_table
from tests.servers.statline_tables import health_table, police_table, proximity_table, ses_table

PEKELA = "GM0765"
YEARS = [date.today().year - n for n in range(5, 0, -1)]


class Publishers:
    """All sites behind one address; what they send can be changed while they run."""

    def __init__(self, small_map: bytes) -> None:
        self.map = small_map
        self.pdok = Pdok({year: {f"wijkenbuurten_{year}.gpkg": small_map} for year in (2024, 2025)})
        self.tables = {
            "85984NED": kwb_table(2024, [PEKELA]),
            "47022NED": police_table([PEKELA], [y for y in YEARS if 2021 <= y <= 2025]),
            "50150NED": health_table([PEKELA]),
            "86134NED": proximity_table([PEKELA]),
            "86296NED": ses_table([PEKELA]),
        }
        self.statline = StatLine(self.tables)
        self.site = self.usual

    def usual(self, request: Request) -> Answer:
        return (self.pdok if request.path.startswith("/cbs/") else self.statline)(request)

    def __call__(self, request: Request) -> Answer:
        return self.site(request)

    def change(self, table: str, column: int, code: str, value: object) -> None:
        """Correct one cell of a table."""
        rows = self.tables[table].rows.copy()
        rows.loc[rows.iloc[:, 0].str.strip() == code, column] = value
        self.tables[table] = replace(self.tables[table], rows=rows)
        self.statline = StatLine(self.tables)


@pytest.fixture(scope="session")
def small_map(tmp_path_factory):
    return write_small_map(tmp_path_factory.mktemp("map") / "wijkenbuurten_2024.gpkg").read_bytes()


@pytest.fixture
def publishers(small_map):
    return Publishers(small_map)


@pytest.fixture
def site(publishers):
    with Server(publishers) as server:
        yield server


@pytest.fixture
def run(tmp_path, site):
    """A command in a data directory of its own, with the servers as its sources."""
    path = addresses_of(site, tmp_path).path
    pages = re.sub(r'(page = "http)(://)', r"\1s\2", path.read_text(encoding="utf-8"))
    path.write_text(pages, encoding="utf-8")
    settings = {"RUDC_DATA_DIR": str(tmp_path / "data"), "RUDC_SOURCES": str(path)}
    return functools.partial(run_here, settings)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "data")


def succeeded(done):
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def refused(done):
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_fetching_updating_and_what_changed(run, home, site, publishers):
    """One story, for each of its steps needs the one before."""
    succeeded(run("fetch", "--gemeenten", PEKELA, "--year", "2024"))
    first = home.current
    dataset = last_good(home.folder)
    assert dataset.path.name == first
    assert verify_dataset(dataset.path).sound
    assert set(dataset.codes(Level.BUURT).str[:6]) == {"BU0765"}
    assert dataset.figure("a_inw", Level.GEMEENTE).values[PEKELA] == 12517
    assert dataset.figure("gezond", Level.BUURT, "2024").values.notna().any()
    assert dataset.has_bounds("gezond")
    assert dataset.figure("ses_score", Level.GEMEENTE).values.notna().any()
    assert dataset.sources["kwb"].retrieved == date.today().isoformat()
    assert read_recipe(dataset.path).wanted.gemeenten == (PEKELA,)

    site.requests.clear()
    assert succeeded(run("update")) == f"Nothing changed: {first} stays in use.\n"
    sent = [r for r in site.requests if "if-none-match" not in r.headers and r.method == "GET"]
    assert sent == [], "everything is asked for with a condition"
    assert home.names() == ("embedded", first)

    column = publishers.tables["85984NED"].rows.columns[1]
    publishers.change("85984NED", column, PEKELA, 12_520)
    succeeded(run("update", "--quiet"))
    assert home.current != first
    updated = last_good(home.folder)
    assert updated.figure("a_inw", Level.GEMEENTE).values[PEKELA] == 12_520
    files = [folder / "boundaries.gpkg" for folder in (dataset.path, updated.path)]
    assert files[0].stat().st_ino == files[1].stat().st_ino, "boundaries are not made again"
    shown = succeeded(run("diff", first, home.current))
    assert "a_inw gemeente 2024" in shown
    assert f"{PEKELA}: 12517 → 12520" in shown
    assert "gezond" not in shown
    assert succeeded(run("diff", first, first)).endswith("Nothing differs.\n")
    publishers.tables["85618NED"] = kwb_table(2023, [PEKELA])
    publishers.pdok.files[2023] = {"wijkenbuurten_2023.gpkg": publishers.map}
    succeeded(run("fetch", "--year", "2023", "--sources", "kwb"))
    two_years = last_good(home.folder)
    assert two_years.periods("a_inw", Level.BUURT) == ("2023", "2024")
    assert two_years.figure("a_inw", Level.GEMEENTE, "2023").values[PEKELA] == 12_517
    assert two_years.sources["kwb_2023"].table == "85618NED"
    assert read_recipe(two_years.path).wanted.kwb_years == (2023, 2024)
    assert read_recipe(two_years.path).wanted.sources == ALL
    told = succeeded(run("status"))
    assert f"In use: {home.current}" in told
    assert "Newer boundaries exist: 2025." in told
    assert "Newer key figures exist: 2025 (provisional)." in told


def test_a_source_that_stumbles_is_asked_again(run, home, publishers):
    publishers.site = failing(publishers.usual, times=2)
    succeeded(run("fetch", "--gemeenten", PEKELA, "--sources", "kwb"))
    assert last_good(home.folder).periods("p_65_oo", Level.BUURT) == ("2024",)


def test_a_source_that_sends_a_page_is_named_and_nothing_changes(run, home, publishers):
    publishers.site = error_page(publishers.usual)
    told = refused(run("fetch", "--gemeenten", PEKELA, "--sources", "kwb"))
    assert "85984NED" in told
    assert "127.0.0.1" in told
    assert home.current == "embedded"
    assert not list((home.folder / "sets").iterdir())


def test_figures_alone_join_the_boundaries_in_use(run, home):
    succeeded(run("fetch", "--gemeenten", PEKELA, "--sources", "nabijheid,politie"))
    dataset = last_good(home.folder)
    assert dataset.counts()[Level.BUURT] == 1314
    near = dataset.figure("nab_huisarts", Level.BUURT)
    assert near.values[near.values.index.str.startswith("BU0765")].notna().any()
    assert near.missing["BU00140000"] is MissingReason.NOT_PUBLISHED
    crimes = dataset.figure("misdrijven", Level.WIJK, "2024")
    assert crimes.values[crimes.values.index.str.startswith("WK0765")].notna().any()
    assert set(crimes.status.dropna()) <= {FigureStatus.PARTIAL}


def test_a_dry_run_says_what_and_how_much_and_does_nothing(run, home, site):
    shown = succeeded(run("fetch", "--gemeenten", PEKELA, "--dry-run"))
    for part in (
        "grenzen",
        "kwb",
        "politie",
        "gezondheid",
        "nabijheid",
        "ses",
        "nothing was fetched",
    ):
        assert part in shown
    assert "TypedDataSet" in shown
    assert "wijkenbuurten_2025.gpkg" in shown, "SES-WOA is of the areas of 2025"
    assert not home.folder.exists()
    assert all("TypedDataSet" not in request.path for request in site.requests)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["fetch", "--region", "atlantis"],
            "there is no region 'atlantis'; choose from groningen-",
        ),
        (["fetch", "--gemeenten", "Pekela"], "'PEKELA' is not a code such as GM0014"),
        (["fetch", "--all", "--gemeenten", PEKELA], "exclude each other"),
        (["fetch", "--gemeenten", PEKELA, "--sources", "rdw"], "there is no source 'rdw'; choose"),
        (["fetch", "--gemeenten", PEKELA, "--year", "1999"], "1999"),
        (["update"], "was not fetched, so that there is nothing to update"),
        (["diff", "embedded", "nowhere"], "nowhere holds no data set"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, home, arguments, message):
    assert message in refused(run(*arguments))
    assert home.current == "embedded"
