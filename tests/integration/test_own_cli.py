"""``data add``, ``data own`` and ``data remove`` as a user runs them."""

from __future__ import annotations

import os
import pty
import tomllib

import pytest

from tests.integration.own_files import run, run_apart, workbook, write

TABLE = (
    "Buurtcode;Cijfer <b>;Aantal respondenten;Notitie\n"
    "140000;7,5;120;Café\n"
    "140001;6,25;5\n"
    "140002;abc;40\n"
    "99999999;1,0;40\n"
    "=cmd|' /C calc'!A0;1,0;40\n"
)


@pytest.fixture
def own(tmp_path):
    return tmp_path / "own"


@pytest.fixture
def table(tmp_path):
    return write(tmp_path / "Enquête 2023.csv", TABLE, "cp1252")


def one_line(result):
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1, result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    return result.stderr


def test_a_file_is_added_listed_and_removed(own, table):
    added = run_apart("add", table, "--yes", own=own)
    assert (added.returncode, added.stderr) == (0, "")
    for said in (
        "CSV, ; between cells, cp1252; 5 rows",
        "column 'Buurtcode': buurt codes",
        "2023, from the name of the file",
        "after a comma",
        "Cijfer <b>: mean, weighted by inhabitants, 2 decimals",
        "3 rows or cells are left out; enquete_2023.rapport.csv lists all",
        "row 5 '99999999': no area has the code BU99999999",
        "enquete_2023, cijfer_b: 1 values about small groups are held back.",
        "A running server shows",
    ):
        assert said in added.stdout
    assert sorted(path.name for path in own.iterdir()) == [
        "enquete_2023.csv",
        "enquete_2023.rapport.csv",
        "enquete_2023.toml",
    ]
    assert (own / "enquete_2023.csv").read_text(encoding="utf-8") == (
        "code;periode;cijfer_b;aantal_respondenten\n"
        "BU00140000;2023;7.5;120\nBU00140001;2023;6.25;5\nBU00140002;2023;;40\n"
    )
    assert (own / "enquete_2023.rapport.csv").read_text(encoding="utf-8").splitlines() == [
        "row;code;reason;reden",
        "4;140002;column 'Cijfer <b>': 'abc' is no number;kolom 'Cijfer <b>': 'abc' is geen getal",
        "5;99999999;no area has the code BU99999999;geen gebied heeft de code BU99999999",
        "6;'=cmd|' /C calc'!A0;no area code;geen gebiedscode",
    ]
    described = tomllib.loads((own / "enquete_2023.toml").read_text(encoding="utf-8"))
    assert described["file"] == "Enquête 2023.csv"
    figure = described["figures"]["cijfer_b"]
    assert figure["title"] == {"nl": "Cijfer <b>", "en": "Cijfer <b>"}
    assert (figure["aggregation"], figure["weight"]) == ("gewogen_gemiddelde", "a_inw")
    assert (figure["group"], figure["smallest_group"]) == ("aantal_respondenten", 10)
    assert described["figures"]["aantal_respondenten"]["aggregation"] == "som"

    listed = run("own", own=own)
    assert listed.returncode == 0
    assert "enquete_2023" in listed.stdout
    assert "aantal_respondenten" in listed.stdout

    again = one_line(run("add", table, "--yes", own=own))
    assert "enquete_2023.toml is there already; take it away with" in again
    assert run("add", table, "--yes", "--name", "tweede", own=own).returncode == 0

    refused = one_line(run("remove", "enquete_2023", own=own))
    assert "no terminal to ask" in refused
    assert (own / "enquete_2023.csv").exists()
    assert run("remove", "enquete_2023", "--yes", own=own).returncode == 0
    assert sorted(path.stem for path in own.glob("*.toml")) == ["tweede"]
    assert not list(own.glob("enquete*"))
    assert "holds no own file 'enquete_2023'" in one_line(run("remove", "enquete_2023", own=own))


def test_without_a_terminal_and_yes_nothing_is_written(own, table):
    result = run("add", table, own=own)
    assert one_line(result).startswith("Error: there is no terminal to ask for confirmation")
    assert "column 'Buurtcode'" in result.stdout
    assert not own.exists()


@pytest.mark.parametrize(("answer", "code"), [(b"n\n", 1), (b"y\n", 0)])
def test_at_a_terminal_it_asks(own, table, answer, code):
    ours, theirs = pty.openpty()
    try:
        os.write(ours, answer)
        result = run_apart("add", table, own=own, stdin=theirs)
    finally:
        os.close(ours)
        os.close(theirs)
    assert "Add enquete_2023?" in result.stdout
    assert result.returncode == code
    assert own.exists() == (code == 0)


def test_the_smallest_group_is_given(own, tmp_path):
    path = write(tmp_path / "f.csv", "code;Aantal\nGM0014;20\nGM0106;30\n")
    assert run("add", path, "--yes", "--smallest-group", "25", own=own).returncode == 0
    listed = run("own", own=own).stdout
    assert "f, aantal: 1 values about small groups are held back." in listed


def test_what_can_be_computed_back_is_warned_about(own, tmp_path):
    path = write(tmp_path / "f.csv", "code;Aantal\nBU00140000;3\nBU00140001;30\nGM0014;500\n")
    added = run("add", path, "--yes", own=own)
    assert added.returncode == 0
    warning = (
        "Warning: f, aantal 2024: BU00140000 is held back, but can be computed back from GM0014"
    )
    assert warning in added.stdout
    assert warning in run("own", own=own).stdout


def test_an_unclear_decimal_is_asked_for(own, tmp_path):
    path = write(tmp_path / "f.csv", "code;Aantal\nGM0014;1.234\n")
    assert "a decimal point: --decimal comma or --decimal point" in one_line(
        run("add", path, "--yes", own=own)
    )
    assert run("add", path, "--yes", "--decimal", "comma", own=own).returncode == 0
    assert (own / "f.csv").read_text(encoding="utf-8").endswith("GM0014;2024;1234\n")


def test_a_workbook_with_markup_is_shown_as_it_is(own, tmp_path):
    path = workbook(tmp_path / "f.xlsx", [["code", "[red]n[/]"], ["GM0014", 12.5]])
    added = run("add", path, "--yes", own=own)
    assert (added.returncode, added.stderr) == (0, "")
    assert "[red]n[/]: mean" in added.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["add", "none.csv", "--yes"], "none.csv is not there, or is no file"),
        (["add", "README.md", "--yes"], "README.md is not of a format that can be read"),
        (["add", "x.csv", "--name", "../x"], "the name '../x' cannot stand in an address"),
        (["remove", "../x", "--yes"], "holds no own file '../x'"),
    ],
)
def test_what_a_user_can_mend_is_one_line(own, arguments, message):
    assert message in one_line(run(*arguments, own=own))
    assert not own.exists()


def test_a_folder_that_cannot_be_written(tmp_path, table):
    (tmp_path / "file").write_text("")
    refused = one_line(run("add", table, "--yes", own=tmp_path / "file" / "own"))
    assert "cannot be written" in refused
    assert "have RUDC_OWN_DIR name another folder" in refused


def test_no_figures_yet(own):
    result = run("own", own=own)
    assert result.returncode == 0
    assert "holds no own figures." in result.stdout
