"""Files that are only looked at: what the process that reads them understands, and refuses."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile

import pytest
from openpyxl import Workbook

import layers
from rudc_map.errors import InputError, OwnFileError
from rudc_map.indicators.registry import discover
from rudc_map.model import Lang, Level, is_looked_at
from rudc_map.own_look.answer import look
from rudc_map.own_look.process import REFUSED
from rudc_map.own_look.request import Request
from rudc_map.view.values import map_values
from tests.conftest import GEODATA
from tests.integration.own_files import ROOT

TABLE = "Buurtcode;Cijfer;Aantal meldingen;Respondenten;Notitie\n" + "".join(
    f"BU0014{n:04d};{6 + n % 3},5;{n};{n}0;x\n" for n in (1, 4, 101, 102, 103)
)


ANY = discover(layers).indicators[0]


def asked(name="Enquête 2023.csv", **changes):
    usual = {"region": "groningen-assen", "lang": "nl", "smallest_group": 10}
    return Request(name=name, dataset=str(GEODATA), **{**usual, **changes})


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def rewritten(content, **parts):
    """The workbook with parts put in or in the place of others."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, part in parts.items():
            new.writestr(name, part)
    return written.getvalue()


def payload(answer, figure, level):
    name = f"own_dit-bestand_{figure}"
    return next(v for v in answer["values"] if (v["indicator"], v["level"]) == (name, level))


def test_what_was_understood(dataset):
    answer = look(asked(), (TABLE + "BU99999999;7,0;1;40;x\n").encode())
    understood = answer["understood"]
    assert understood["area"] == "kolom 'Buurtcode': codes"
    assert understood["periodFrom"] == "2023, uit de naam van het bestand"
    assert understood["decimal"] == "comma"
    assert understood["taken"]["buurt"] == 5
    assert understood["unused"] == ["Notitie"]
    assert understood["leftOut"] == {
        "n": 1,
        "rows": [[7, "BU99999999", "geen gebied heeft de code BU99999999"]],
    }
    assert [(f["name"], f["heldBack"]) for f in understood["figures"]] == [
        ("Cijfer", 0),
        ("Aantal meldingen", 2),
        ("Respondenten", 0),
    ]
    assert answer["themes"] == [
        {"id": "eigen_bestand", "name": "Eigen bestand (alleen hier zichtbaar)"}
    ]
    assert all(is_looked_at(i["id"]) for i in answer["indicators"])
    assert not set(dataset.variables()) & {i["id"] for i in answer["indicators"]}


def test_the_values_are_those_that_the_map_would_get(dataset):
    answer = look(asked(), TABLE.encode())
    counted = payload(answer, "aantal_meldingen", "buurt")
    at = dataset.codes(Level.BUURT).get_loc
    assert counted["values"][at("BU00140101")] == 101
    assert (counted["values"][at("BU00140001")], counted["missing"][at("BU00140001")]) == (
        None,
        "g",
    )
    assert payload(answer, "cijfer", "buurt")["extent"] == [6.5, 8.5]
    assert set(counted) == set(map_values(dataset, ANY, Level.BUURT, "2024", dataset.regions[0]))
    assert {v["level"] for v in answer["values"]} == {"buurt", "wijk", "gemeente", "provincie"}
    gemeente = payload(answer, "aantal_meldingen", "gemeente")["values"]
    assert set(gemeente) == {None}, "a total would give what is held back away"


def test_the_smallest_group_is_chosen():
    table = TABLE.encode()
    held = [
        [f["heldBack"] for f in look(asked(smallest_group=n), table)["understood"]["figures"]]
        for n in (0, 10, 1000)
    ]
    assert held == [[0, 0, 0], [0, 2, 0], [2, 5, 2]]


def test_what_can_be_computed_back_is_warned_about():
    table = "code;Aantal\nGM0014;500\nBU00140001;3\nBU00140004;20\nBU00140101;40\n"
    found = look(asked("a.csv"), table.encode())["understood"]["computable"]
    assert found == [["Aantal", "Binnenstad-Zuid", "2024", "Groningen"]]


def test_english_and_another_region():
    answer = look(asked(lang=Lang.EN, region="GM0014"), TABLE.encode())
    assert answer["themes"][0]["name"] == "Own file (visible here only)"
    assert {v["region"] for v in answer["values"]} == {"GM0014"}
    with pytest.raises(InputError, match="Onbekende regio 'x'"):
        look(asked(region="x"), TABLE.encode())


def test_postcodes_and_names_with_their_gemeente(dataset):
    buurten = dataset.areas[dataset.areas["level"] == "buurt"]
    only = buurten["postcode"].drop_duplicates(keep=False).dropna()
    table = "postcode;n\n" + "".join(f"{postcode};11\n" for postcode in only[:5])
    understood = look(asked("p.csv"), table.encode())["understood"]
    assert (understood["kind"], understood["taken"]["buurt"]) == ("postcode", 5)
    table = "gemeente;wijk;n\nAssen;Centrum;11\nGroningen;Centrum;12\nGroningen;bestaat niet;1\n"
    understood = look(asked("n.csv"), table.encode())["understood"]
    assert (
        understood["area"] == "kolom 'wijk': namen van wijken, met de gemeente in kolom 'gemeente'"
    )
    assert understood["leftOut"]["rows"][-1][2] == "geen wijk in GM0014 heet zo"


def test_points_are_counted_in_the_process_too(dataset):
    inside = dataset.boundaries(Level.BUURT).geometry["BU00140000"].representative_point()
    rows = f"{inside.x:.0f};{inside.y:.0f}\n" * 12
    done = process(asked("bankjes.csv").model_dump_json(), f"x;y\n{rows}".encode())
    assert done.returncode == 0, done.stderr[-500:]
    answer = json.loads(done.stdout)
    assert answer["indicators"][0]["name"] == "Aantal bankjes"
    assert payload(answer, "aantal", "buurt")["extent"] == [0, 12]


def test_a_workbook_with_formulas_and_markup_is_text():
    rows = [["code", "<script>alert(1)</script>", "=1+1"], ["GM0014", 11, "@x"], ["GM0106", 12, 3]]
    answer = look(asked("f.xlsx"), workbook(rows))
    assert answer["indicators"][0]["name"] == "<script>alert(1)</script>"
    assert answer["understood"]["leftOut"]["rows"][0][2].endswith("'@x' is geen getal")


def test_a_thousand_columns_are_cut():
    names = [f"n{i}" for i in range(200)]
    table = ";".join(["code", *names]) + "\nGM0014" + ";11" * 200 + "\nGM0106" + ";12" * 200 + "\n"
    answer = look(asked("f.csv"), table.encode())
    assert len(answer["indicators"]) == 60
    assert answer["notShown"] == [name.upper() for name in names[60:]]


def test_many_years_are_cut():
    years = range(1950, 2020)
    rows = "".join(f"GM0014;{year};11;12\nGM0106;{year};13;14\n" for year in years)
    answer = look(asked("f.csv"), f"code;jaar;a;b\n{rows}".encode())
    assert [i["name"] for i in answer["indicators"]] == ["A"]
    assert len(answer["indicators"][0]["periods"]) == 70
    assert answer["notShown"] == ["B"]


def test_numbers_beyond_reason_are_no_figures():
    answer = look(asked("f.csv"), b"code;n\nGM0014;1e308\nGM0106;1e308\nGM0034;15\nGM0037;16\n")
    assert answer["understood"]["leftOut"]["n"] == 2


BOOK = workbook([["code", "n"], ["GM0014", 11], ["GM0106", 12]])
ENTITY = '<?xml version="1.0"?><!--{}--><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x/>'


@pytest.mark.parametrize(
    ("name", "content", "nl", "en"),
    [
        ("f.csv", b"", "f.csv is leeg", "f.csv is empty"),
        ("f.csv", b"%PDF-1.7 ...", "geen csv maar een PDF", "is not csv but a PDF"),
        ("f.pdf", b"%PDF-1.7 ...", "bewaar het als .csv, .xlsx", "save it as .csv, .xlsx"),
        ("f.gpkg", b"SQLite format 3\x00", "bewaar het als .csv, .xlsx", "save it as"),
        ("f.csv", "code;n\n".encode("utf-16"), "tekst in UTF-16", "text in UTF-16"),
        ("f.csv", "naam;n\nДонецк;3\n".encode("cp1251"), "geen UTF-8", "neither in UTF-8"),
        ("f.csv", b"code;n\n\x00;1\n", "is geen tekst", "is not text"),
        ("f.csv", b"plaats;n\nAmsterdam-Oost;1\n", "geen kolom met gebieden", "no column with"),
        ("f.csv", b"code;n\nBU99990000;1\n", "geen kolom met gebieden", "no column with areas"),
        ("f.csv", b"code;n\nGM0014;\n", "geen kolom met getallen", "no column with numbers"),
        ("f.csv", b"code;n\nGM0014;1.234\n", "op twee manieren", "in two ways"),
        ("f.xlsx", b"PK\x03\x04 and no more", "beschadigd of op slot", "damaged or locked"),
        (
            "f.xlsx",
            rewritten(BOOK, **{"xl/sharedStrings.xml": ENTITY.format("")}),
            "XML-definities",
            "XML entities",
        ),
        (
            "f.xlsx",
            rewritten(BOOK, **{"xl/sharedStrings.xml": ENTITY.format("." * 9000)}),
            "XML-definities",
            "XML entities",
        ),
        (
            "f.xlsx",
            rewritten(
                BOOK,
                **{"xl/extra.bin": ENTITY.replace("1.0", '1.0" encoding="utf-16').encode("utf-16")},
            ),
            "XML-definities",
            "XML entities",
        ),
        (
            "f.xlsx",
            rewritten(BOOK, **{"xl/worksheets/sheet1.xml": b" " * 9_000_000}),
            "keer zo groot",
            "times its size",
        ),
    ],
)
def test_what_cannot_be_shown_is_said_in_both_languages(name, content, nl, en):
    with pytest.raises(OwnFileError) as refused:
        look(asked(name), content)
    assert nl in refused.value.message_nl
    assert en in refused.value.message_en
    assert refused.value.message_nl.startswith(name)


def test_a_workbook_with_external_links_asks_for_nothing(monkeypatch):
    def refuse(*_arguments, **_options):
        raise AssertionError("a file was opened")

    link = '<?xml version="1.0"?><externalLink><externalBook id="rId1"/></externalLink>'
    target = (
        '<?xml version="1.0"?><Relationships><Relationship Id="rId1" TargetMode="External" '
        'Target="http://127.0.0.1:9/x.xlsx"/></Relationships>'
    )
    parts = {
        "xl/externalLinks/externalLink1.xml": link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": target,
    }
    content = rewritten(BOOK, **parts)
    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    answer = look(asked("f.xlsx"), content)
    assert payload(answer, "n", "gemeente")["extent"] == [11, 12]


# the process ----------------------------------------------------------------------------------


def process(request, content):
    return subprocess.run(
        [sys.executable, "-B", "-m", "rudc_map.own_look"],
        cwd=ROOT,
        input=request.encode() + b"\n" + content,
        capture_output=True,
        check=False,
    )


def test_the_process_answers_and_refuses_in_json():
    request = asked().model_dump_json()
    done = process(request, TABLE.encode())
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["understood"]["rows"] == 5
    refused = process(request, b"")
    assert refused.returncode == REFUSED
    assert json.loads(refused.stdout)["error"].startswith("Enquête 2023.csv is empty")


def test_the_process_can_write_no_file_and_takes_no_more_memory(tmp_path):
    code = (
        "from rudc_map.own_look.process import limit_itself\n"
        "limit_itself()\n"
        "try:\n"
        f"    open({str(tmp_path / 'x')!r}, 'wb', buffering=0).write(b'x' * 9); print('written')\n"
        "except OSError as error:\n"
        "    print(error.errno)\n"
        "try:\n"
        "    bytearray(4_000_000_000); print('taken')\n"
        "except MemoryError:\n"
        "    print('no memory')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split("\n") == ["27", "no memory", ""], done.stderr


def test_a_million_rows_are_read_or_refused_in_words():
    request = asked("f.csv").model_dump_json()
    refused = process(request, b"code;n\n" + b"14;1\n" * 999_990)
    assert refused.returncode == REFUSED, refused.stderr[-500:]
    assert "999990 rijen: het gebied heeft meer dan één rij" in json.loads(refused.stdout)["fout"]
