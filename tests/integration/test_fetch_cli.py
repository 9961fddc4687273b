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
        self.modified: str | None = None
        self.statline = StatLine(self.tables)
        self.site = self.usual

    def usual(self, request: Request) -> Answer:
        return (self.pdok if request.path.startswith("/cbs/") else self.statline)(request)

    def __call__(self, request: Request) -> Answer:
        return self.site(request)

    def tell_when(self, modified: str) -> None:
        """Say from now on when the tables were changed last."""
        self.modified = modified
        self.statline.modified = modified

    def change(self, table: str, column: int, code: str, value: object) -> None:
        """Correct one cell of a table."""
        rows = self.tables[table].rows.copy()
        rows.loc[rows.iloc[:, 0].str.strip() == code, column] = value
        self.tables[table] = replace(self.tables[table], rows=rows)
        self.statline = StatLine(self.tables, modified=self.modified)


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
    days = [date.today()]
    succeeded(run("fetch", "--gemeenten", PEKELA, "--year", "2024"))
    days.append(date.today())
    first = home.current
    dataset = last_good(home.folder)
    assert dataset.path.name == first
    assert verify_dataset(dataset.path).sound
    assert set(dataset.codes(Level.BUURT).str[:6]) == {"BU0765"}
    assert dataset.figure("a_inw", Level.GEMEENTE).values[PEKELA] == 12517
    assert dataset.figure("gezond", Level.BUURT, "2024").values.notna().any()
    assert dataset.has_bounds("gezond")
    assert dataset.figure("ses_score", Level.GEMEENTE).values.notna().any()
    assert dataset.sources["kwb"].retrieved in [day.isoformat() for day in days]
    assert read_recipe(dataset.path).wanted.gemeenten == (PEKELA,)

    site.requests.clear()
    assert succeeded(run("update")) == f"Nothing changed: {first} stays in use.\n"
    sent = [r for r in site.requests if "if-none-match" not in r.headers and r.method == "GET"]
    sent = [request for request in sent if not request.path.endswith("TableInfos")]
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


def rows_asked(site):
    return site.asked("/TypedDataSet")


def test_a_table_that_says_it_has_not_changed_is_not_read(run, home, site, publishers):
    publishers.tell_when("2025-11-01T02:00:00")
    succeeded(run("fetch", "--gemeenten", PEKELA, "--sources", "kwb,nabijheid"))
    first = home.current
    site.requests.clear()
    succeeded(run("fetch", "--gemeenten", PEKELA, "--sources", "kwb,nabijheid"))
    assert rows_asked(site) == [], "what is kept is of this state"
    site.requests.clear()
    assert "Nothing changed" in succeeded(run("update"))
    assert len(site.requests) == 2, "one question for each table"
    assert succeeded(run("update", "--dry-run")).count("has not changed") == 2

    publishers.tell_when("2025-11-02T02:00:00")
    assert "has not changed" not in succeeded(run("update", "--dry-run"))
    column = publishers.tables["85984NED"].rows.columns[1]
    publishers.change("85984NED", column, PEKELA, 12_520)
    succeeded(run("update"))
    assert home.current != first
    assert last_good(home.folder).figure("a_inw", Level.GEMEENTE).values[PEKELA] == 12_520
    site.requests.clear()
    succeeded(run("update"))
    assert rows_asked(site) == []


def test_a_fetch_that_was_broken_off_does_not_ask_again_for_what_it_had(
    run, home, site, publishers
):
    publishers.tell_when("2025-11-01T02:00:00")
    publishers.site = lambda request: replace(  # as StatLine: nothing to ask a condition by
        error_page(publishers.usual)(request)
        if "86134NED" in request.path
        else publishers.usual(request),
        etag=False,
    )
    wanted = ("fetch", "--gemeenten", PEKELA, "--sources", "kwb,nabijheid")
    assert "86134NED" in refused(run(*wanted))
    assert home.current == "embedded"
    assert site.asked("85984NED/TypedDataSet")
    publishers.site = lambda request: replace(publishers.usual(request), etag=False)
    site.requests.clear()
    succeeded(run(*wanted))
    assert site.asked("86134NED/TypedDataSet")
    assert not site.asked("85984NED/TypedDataSet")


def test_a_table_that_is_changed_while_it_is_read_is_read_once_more(run, home, site, publishers):
    publishers.tell_when("2025-11-01T02:00:00")

    def changing(request: Request) -> Answer:
        answer = publishers.usual(request)
        if "TypedDataSet" in request.path and publishers.modified == "2025-11-01T02:00:00":
            publishers.tell_when("2025-11-02T02:00:00")
            column = publishers.tables["86134NED"].rows.columns[1]
            publishers.change("86134NED", column, PEKELA, 3.5)
        return answer

    publishers.site = changing
    succeeded(run("fetch", "--gemeenten", PEKELA, "--sources", "nabijheid"))
    near = last_good(home.folder).figure("nab_huisarts", Level.GEMEENTE).values
    assert near[PEKELA] == 3.5


def test_a_table_that_is_changed_all_the_time_is_named(run, home, publishers):
    publishers.tell_when("0")

    def changing(request: Request) -> Answer:
        publishers.tell_when(str(int(publishers.modified or 0) + 1))
        return publishers.usual(request)

    publishers.site = changing
    told = refused(run("fetch", "--gemeenten", PEKELA, "--sources", "nabijheid"))
    assert "86134NED is changed while it is read; try again in an hour" in told
    assert home.current == "embedded"


def test_a_source_that_sends_a_page_is_named_and_nothing_changes(run, home, publishers):
    publishers.site = error_page(publishers.usual)
    told = refused(run("fetch", "--gemeenten", PEKELA, "--sources", "kwb"))
    assert "85984NED" in told
    assert "127.0.0.1" in told
    assert home.current == "embedded"
    assert not list((home.folder / "sets").iterdir())


def test_a_name_that_is_taken_is_refused_before_anything_is_fetched(run, home, site):
    (home.folder / "sets" / "taken").mkdir(parents=True)
    assert "taken exists already" in refused(run("fetch", "--all", "--name", "taken"))
    assert site.requests == []


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
        (
            ["fetch", "--gemeenten", "Pekela"],
            "'PEKELA' is not a code such as GM0014; Pekela is GM0765",
        ),
        (["fetch", "--gemeenten", "Atlantis"], "'ATLANTIS' is not a code such as GM0014\n"),
        (["fetch", "--gemeenten", ""], "--gemeenten is empty; give codes"),
        (["fetch", "--gemeenten", PEKELA, "--sources", ""], "there is no source ''; choose"),
        (["fetch", "--all", "--name", "A b"], "a data set cannot be called 'A b'"),
        (["fetch", "--all", "--gemeenten", PEKELA], "exclude each other"),
        (["fetch", "--gemeenten", PEKELA, "--sources", "rdw"], "there is no source 'rdw'; choose"),
        (["fetch", "--gemeenten", PEKELA, "--year", "1999"], "1999"),
        (["update"], "was not fetched, so that there is nothing to update"),
        (["diff", "embedded", "nowhere"], "has no data set 'nowhere'; it has embedded"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, home, arguments, message):
    assert message in refused(run(*arguments))
    assert home.current == "embedded"
