from pathlib import Path

import pytest

from rudc_map.errors import SourceError
from rudc_map.sources.provenance import parse_sources, read_sources

SOURCES = Path(__file__).parents[3] / "geodata" / "sources" / "sources.toml"
ENTRY = {
    "id": "kwb",
    "title": "Kerncijfers",
    "table": "85984NED",
    "address": "https://opendata.cbs.nl",
    "retrieved": "2026-11-22",
    "licence": "CC BY 4.0",
    "attribution": "CBS",
}


def test_the_sources_of_the_embedded_data_set():
    sources = read_sources(SOURCES)
    assert set(sources) == {
        "grenzen", "kwb", "kwb_landgebruik", "politie", "politie_soort", "gezondheid", "vektis",
        "rdw_autos",
    }  # fmt: skip
    assert sources["kwb"].table == "85984NED"
    assert sources["grenzen"].attribution == "Kadaster / Centraal Bureau voor de Statistiek, 2024"
    assert {source.licence for source in sources.values()} == {"CC BY 4.0"}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (
            [{**ENTRY, "licentie": "x"}],
            "source 'kwb': licentie missing or unknown; give exactly id",
        ),
        ([{k: v for k, v in ENTRY.items() if k != "title"}], "title missing or unknown"),
        ([{**ENTRY, "table": 85984}], "table is not text; put it in quotes"),
        ([ENTRY, ENTRY], "source 'kwb' occurs twice"),
    ],
)
def test_an_incomplete_source_is_refused(entries, message):
    with pytest.raises(SourceError, match=message):
        parse_sources(entries, "sources.toml")


@pytest.mark.parametrize(
    ("content", "message"), [(None, "does not exist"), ("a = ", "is not a TOML file")]
)
def test_an_unreadable_list_is_named(tmp_path, content, message):
    path = tmp_path / "sources.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=rf"sources\.toml {message}"):
        read_sources(path)
