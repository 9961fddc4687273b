"""The map of a year is fetched from a PDOK of our own, in all its moods."""

from __future__ import annotations

import pytest

from rudc_map.dataset.check_areas import check_coverage
from rudc_map.dataset.national_areas import build_national_areas
from rudc_map.dataset.provinces import provinces_of_dataset
from rudc_map.errors import SourceError
from rudc_map.model import Level
from rudc_map.sources.addresses import SOURCES_FILE, read_addresses
from rudc_map.sources.cbs_boundaries import read_boundary_set
from rudc_map.sources.cbs_layers import Dropped
from rudc_map.sources.http import Http
from rudc_map.sources.http_session import Patience
from rudc_map.sources.pdok_boundaries import (
    fetch_map,
    find_download,
    plan_map,
)
from tests.integration.cbs_maps import PLACES, camel, geopackage, levels, outlines, styled
from tests.servers.base import Answer, Server
from tests.servers.moods import (
    HARMLESS,
    empty,
    error_page,
    failing,
    renamed,
    repeated_page,
    truncated,
)
from tests.servers.pdok import Pdok

QUICK = Patience(attempts=4, first_wait=0.01, longest_wait=0.05, silence=60, answer=60, pause=0)


@pytest.fixture(scope="module")
def layers(dataset):
    return levels(dataset)


@pytest.fixture(scope="module")
def gpkg(layers, tmp_path_factory):
    path = geopackage(layers, tmp_path_factory.mktemp("pdok") / "wijkenbuurten_2024.gpkg")
    return path.read_bytes()


@pytest.fixture(scope="module")
def of_2015(layers):
    """The layers of a year as the WFS calls them, columns in camelCase."""
    names = {
        Level.BUURT: "cbs_buurten_2015",
        Level.WIJK: "cbs_wijken_2015",
        Level.GEMEENTE: "gemeenten2015",
    }
    return {
        ("wijkenbuurten", 2015): {
            name: styled(layers[level], camel) for level, name in names.items()
        }
    }


@pytest.fixture
def addresses(tmp_path):
    """sources.toml with PDOK at another address."""

    def addresses(server):
        text = SOURCES_FILE.read_text(encoding="utf-8")
        path = tmp_path / "sources.toml"
        text = text.replace("https://service.pdok.nl", server.address)
        path.write_text(text.replace('"service.pdok.nl"', '"127.0.0.1"'), encoding="utf-8")
        return read_addresses(path)

    return addresses


def client():
    return Http(["127.0.0.1"], patience=QUICK)


def site_2024(gpkg, *older):
    files = {"wijkenbuurten_2024.gpkg": gpkg} if not older else dict.fromkeys(older, gpkg)
    return Pdok(files={2024: {"lees_mij_2024.pdf": b"%PDF", **files}})


@pytest.mark.parametrize("mood", sorted(HARMLESS.keys() - {"cut short"}))
def test_a_map_is_downloaded_by_its_feed(mood, gpkg, addresses, tmp_path):
    with Server(HARMLESS[mood](site_2024(gpkg))) as server, client() as http:
        path = fetch_map(http, addresses(server), 2024, tmp_path)
    assert path.name == "wijkenbuurten_2024.gpkg"
    assert path.read_bytes() == gpkg


def test_a_map_that_has_not_changed_is_not_sent_again(gpkg, addresses, tmp_path):
    with Server(site_2024(gpkg)) as server, client() as http:
        fetch_map(http, addresses(server), 2024, tmp_path)
        fetch_map(http, addresses(server), 2024, tmp_path)
        first, second = server.asked(".gpkg")
    assert "if-none-match" not in first.headers
    assert "if-none-match" in second.headers


def test_a_broken_download_goes_on_where_it_stopped(gpkg, addresses, tmp_path):
    with Server(truncated(site_2024(gpkg))) as server, client() as http:
        path = fetch_map(http, addresses(server), 2024, tmp_path)
        starts = [request.range_start for request in server.asked(".gpkg")]
    assert starts == [0, len(gpkg) // 2]
    assert read_boundary_set(path).dropped == Dropped(3, 3)


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        (["wijkenbuurten_2024_v1.gpkg", "wijkenbuurten_2024_v3.gpkg"], "_v3.gpkg"),
        (["wijkenbuurten_2024.gpkg", "wijkenbuurten_2024_v2.gpkg"], "_2024.gpkg"),
        (["wijkenbuurten_2024_v2.gpkg", "wijkenbuurten_2024_v10.gpkg"], "_v10.gpkg"),
        (["wijkenbuurten_2023_v9.gpkg", "wijkenbuurten_2024_v1.gpkg"], "_2024_v1.gpkg"),
        (["WijkBuurtkaart_2024_v2.zip"], "_v2.zip"),
    ],
)
def test_the_newest_version_in_the_feed_is_taken(gpkg, addresses, offered, expected):
    with Server(site_2024(gpkg, *offered)) as server, client() as http:
        found = find_download(http, addresses(server), 2024)
    assert found.url.endswith(expected)
    assert found.size == len(gpkg)


def test_a_dry_run_fetches_nothing_but_the_feed(gpkg, of_2015, addresses):
    site = Pdok(files={2024: {"wijkenbuurten_2024.gpkg": gpkg}}, layers=of_2015)
    with Server(site) as server, client() as http:
        (file,) = plan_map(http, addresses(server), 2024)
        layers = plan_map(http, addresses(server), 2015)
        assert not server.asked(".gpkg")
        assert not server.asked("startIndex")
    assert (file.size, file.url.rpartition("/")[2]) == (len(gpkg), "wijkenbuurten_2024.gpkg")
    assert [layer.size for layer in layers] == [None] * 3
    assert [layer.requests for layer in layers] == [1, 1, 1]


@pytest.mark.parametrize(
    ("site", "message"),
    [
        (Pdok(files={2024: {"lees_mij.pdf": b""}}), "offers no GeoPackage of 2024"),
        (Pdok(files={2024: {"wijkenbuurten_2023.gpkg": b""}}), "offers no GeoPackage of 2024"),
        (error_page(Pdok()), "answers with a page instead of data"),
        (lambda _r: Answer(b"<feed", kind="text/xml"), "answers with broken XML"),
        (lambda _r: Answer(b"<a/>", kind="text/xml"), "is no atom feed"),
        (
            lambda _r: Answer(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', kind="text/xml"),
            "answers with a page instead of data",
        ),
        (failing(Pdok(), times=9), "503"),
    ],
)
def test_a_feed_that_is_none_is_named(site, message, addresses, tmp_path):
    with (
        Server(site) as server,
        client() as http,
        pytest.raises(SourceError, match=rf"127\.0\.0\.1.*{message}"),
    ):
        fetch_map(http, addresses(server), 2024, tmp_path)


def test_a_feed_that_leads_elsewhere_is_not_followed(addresses, tmp_path):
    def site(_request):
        link = '<link href="https://example.org/wijkenbuurten_2024.gpkg"/>'
        return Answer(f'<feed xmlns="http://www.w3.org/2005/Atom">{link}</feed>'.encode())

    with (
        Server(site) as server,
        client() as http,
        pytest.raises(SourceError, match=r"example\.org"),
    ):
        fetch_map(http, addresses(server), 2024, tmp_path)


def test_a_year_that_is_not_listed_is_refused(addresses, tmp_path):
    with (
        Server(Pdok()) as server,
        client() as http,
        pytest.raises(SourceError, match=r"lists no wijk- en buurtkaart of 2009, only of 2012 to"),
    ):
        fetch_map(http, addresses(server), 2009, tmp_path)


@pytest.mark.parametrize("mood", HARMLESS)
def test_an_older_map_comes_from_the_wfs_page_by_page(
    mood, of_2015, layers, dataset, addresses, tmp_path
):
    site = Pdok(layers=of_2015, page=10)
    with Server(HARMLESS[mood](site)) as server, client() as http:
        path = fetch_map(http, addresses(server), 2015, tmp_path)
        starts = {int(r.query["startIndex"]) for r in server.asked("cbs_buurten_2015&outputF")}
    found = read_boundary_set(path)
    assert (found.year, found.dropped) == (2015, Dropped(3, 3))
    own = outlines(dataset, Level.BUURT)
    own = own[own["gemeente"].isin(PLACES)]
    assert found.frames[Level.BUURT]["code"].tolist() == own["code"].tolist()
    assert found.frames[Level.BUURT].area.sum() == pytest.approx(own.area.sum(), rel=1e-6)
    assert starts == set(range(0, len(layers[Level.BUURT]), 10))
    assert not list(path.glob("*.part"))


def test_a_feed_that_is_gone_is_made_good_by_the_wfs(of_2015, addresses, tmp_path):
    layers = {name.replace("2015", ""): f for name, f in of_2015["wijkenbuurten", 2015].items()}
    layers = {name.removeprefix("cbs_").strip("_"): frame for name, frame in layers.items()}
    site = Pdok(layers={("wijkenbuurten", 2023): layers})
    with Server(site) as server, client() as http:
        path = fetch_map(http, addresses(server), 2023, tmp_path)
    assert read_boundary_set(path).year == 2023


def test_an_unknown_number_of_features_is_read_to_the_last_page(of_2015, addresses, tmp_path):
    site = Pdok(layers=of_2015, counts=False)
    with Server(site) as server, client() as http:
        path = fetch_map(http, addresses(server), 2015, tmp_path)
    assert len(read_boundary_set(path).frames[Level.GEMEENTE]) == 2


def test_only_the_buurten_of_some_gemeenten_are_asked_for(of_2015, dataset, addresses, tmp_path):
    with Server(Pdok(layers=of_2015)) as server, client() as http:
        path = fetch_map(http, addresses(server), 2015, tmp_path, ["GM0765"])
        assert not [request for request in server.requests if "cql" in request.target.lower()]
    found = read_boundary_set(path)
    assert set(found.frames[Level.BUURT]["gemeente"]) == {"GM0765"}
    areas = build_national_areas(found, provinces_of_dataset(dataset.path), ["GM0765"])
    assert areas[Level.GEMEENTE]["code"].tolist() == sorted(PLACES)
    assert check_coverage(areas) == []


@pytest.mark.parametrize(
    ("site", "message"),
    [
        (lambda s: repeated_page(Pdok(layers=s, page=10)), "twice: it ignores startIndex"),
        (lambda s: Pdok(layers=s, page=10, starts=False), "twice: it ignores startIndex"),
        (lambda s: empty(Pdok(layers=s)), "gives 0 of the .* features it has of"),
        (lambda s: error_page(Pdok(layers=s)), "answers with a page instead of data"),
        (lambda s: renamed(Pdok(layers=s), "cbs_wijken_2015", "w"), r"has no layer wijken or cbs_"),
        (lambda s: renamed(Pdok(layers=s), '"features"', '"leden"'), "holds no features"),
        (lambda s: renamed(Pdok(layers=s), '"properties": {', '"p": {'), "holds no features"),
        (lambda _s: Pdok(), "404"),
    ],
)
def test_a_wfs_that_does_otherwise_is_named(site, message, of_2015, addresses, tmp_path):
    with (
        Server(site(of_2015)) as server,
        client() as http,
        pytest.raises(SourceError, match=rf"127\.0\.0\.1.*{message}"),
    ):
        fetch_map(http, addresses(server), 2015, tmp_path)
    assert not list(tmp_path.rglob("*.part"))


def test_a_page_that_is_short_is_noticed(of_2015, addresses, tmp_path):
    site = Pdok(layers=of_2015, page=10)

    def short(request):
        site.page = 8 if request.query.get("startIndex") == "10" else 10
        return site(request)

    with (
        Server(short) as server,
        client() as http,
        pytest.raises(SourceError, match=r"gives \d+ of the \d+ features"),
    ):
        fetch_map(http, addresses(server), 2015, tmp_path)


def test_a_filter_that_is_ignored_is_noticed(of_2015, addresses, tmp_path):
    with (
        Server(Pdok(layers=of_2015, filters=False)) as server,
        client() as http,
        pytest.raises(SourceError, match="it ignores the filter; fetch the whole country"),
    ):
        fetch_map(http, addresses(server), 2015, tmp_path, ["GM0765"])


def test_a_column_that_was_renamed_is_named_when_the_map_is_read(of_2015, addresses, tmp_path):
    site = renamed(Pdok(layers=of_2015), '"gemeentecode"', '"gmCode2"')
    with Server(site) as server, client() as http:
        path = fetch_map(http, addresses(server), 2015, tmp_path)
    found = read_boundary_set(path)
    assert Level.GEMEENTE not in found.frames
    site = renamed(Pdok(layers=of_2015), "code", "sleutel")
    with Server(site) as server, client() as http:
        path = fetch_map(http, addresses(server), 2015, tmp_path)
    with pytest.raises(SourceError, match="has no layer with buurten, wijken or gemeenten"):
        read_boundary_set(path)
