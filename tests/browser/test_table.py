"""The table of everything the map shows: sorted, filtered and downloaded as it stands."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from rudc_map.indicators.intervals import intervals
from rudc_map.model import Lang, Level, ReferenceKind
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import address, charts_drawn

pytestmark = pytest.mark.browser

REGION, INDICATOR, CRIME = "groningen-assen", "aandeel_65plus", "misdrijven_per_1000"
NORTH = "BU00140000"
ROWS = "#analysis .sortable tbody tr[data-code]"


def rows(page: Page) -> dict[str, list[str]]:
    """The cells of the table by code, the name without the number of a selected area."""
    shown = page.locator(ROWS).evaluate_all(
        "rows => rows.map((row) => [row.dataset.code, row.querySelector('button').textContent,"
        " ...[...row.querySelectorAll('td')].map((cell) => cell.textContent)])"
    )
    return {code: cells for code, *cells in shown}


def by_value(facts: Facts, indicator: str, *, ascending: bool) -> list[str]:
    """The areas of the region by their value, equal ones by code, those without one last."""
    values = facts.values(indicator, Level.BUURT).values[facts.inside_all(Level.BUURT, REGION)]
    return list(values.sort_index().sort_values(ascending=ascending, kind="stable").index)


def sort_with_keyboard(page: Page, column: str, order: str) -> None:
    """Press Enter on the head of a column; the focus stays there."""
    head = page.locator(f"[data-focus=sort-{column}]")
    head.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#analysis th[data-column={column}]")).to_have_attribute(
        "aria-sort", order
    )
    expect(page.locator("#analysis th:not([aria-sort=none])[data-column]")).to_have_count(1)
    expect(page.locator(f"[data-focus=sort-{column}]")).to_be_focused()


def test_table_equals_python_and_is_sorted_and_filtered(go: Visit, facts: Facts) -> None:
    page = go(chart="tabel", reference="gemeente", areas=[NORTH])
    page.get_by_role("button", name=re.compile("Toon alle")).click()
    shown = rows(page)
    assert list(shown) == by_value(facts, INDICATOR, ascending=False)
    known = facts.values(INDICATOR, Level.BUURT)
    compared = facts.reference(INDICATOR, Level.BUURT, REGION, ReferenceKind.MUNICIPALITY)
    rank = facts.standing(INDICATOR, Level.BUURT, REGION)["rank"]
    reasons = {"geheim": "geheim", "niet_gepubliceerd": "niet gepubliceerd"}
    for code, (name, within, value, reference, difference, place) in shown.items():
        assert (name, within) == (facts.name(code), facts.name(f"GM{code[2:6]}"))
        assert reference == facts.said(compared[code], INDICATOR)
        if np.isnan(known.values[code]):
            assert (difference, place) == ("–", "–")
            assert reasons.get(known.missing[code], "inwoners") in value
            continue
        assert value == facts.said(known.values[code], INDICATOR)
        gap = known.values[code] - compared[code]
        assert difference == facts.said_difference(gap, INDICATOR, bare=True)
        assert place == f"{rank[code]:.0f}"
    sort_with_keyboard(page, "value", "ascending")
    assert list(rows(page)) == by_value(facts, INDICATOR, ascending=True)  # missing last again
    sort_with_keyboard(page, "name", "ascending")
    names = [cells[0] for cells in rows(page).values()]
    assert names[0] == min(names, key=lambda name: re.sub(r"\W", "", name).lower())
    sort_with_keyboard(page, "difference", "descending")
    gaps = (known.values - compared)[list(shown)].round(1).sort_index()
    assert list(rows(page)) == list(gaps.sort_values(ascending=False, kind="stable").index)

    page.locator("[data-focus=table-filter]").fill("binnenstad")
    expected = [code for code in shown if "binnenstad" in facts.full_name(code).lower()]
    assert sorted(rows(page)) == sorted(expected)
    expect(page.locator("#analysis .help[role=status]")).to_have_text(f"{len(expected)} gebieden")
    page.locator(f"{ROWS}[data-code={NORTH}]").hover()
    page.wait_for_function("code => rudc.map.hovered() === code", arg=NORTH)
    other = next(code for code in expected if code != NORTH)
    page.locator(f"[data-focus=row-{other}]").focus()
    page.keyboard.press("Enter")
    charts_drawn(page)
    assert address(page)["gebieden"] == f"{NORTH},{other}"
    assert sorted(rows(page)) == sorted(expected)  # the filter is still there
    expect(page.locator(f"[data-focus=row-{other}]")).to_be_focused()
    expect(page.locator("#analysis tr.selected")).to_have_count(2)


def downloaded(page: Page, folder: Path, between: str) -> list[list[str]]:
    """The rows of the file that the button gives."""
    with page.expect_download() as started:
        page.locator("[data-focus=table-download]").click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=between))


def cell(value: float, comma: str) -> str:
    """A number as it stands in the file."""
    return "" if np.isnan(value) else f"{value:g}".replace(".", comma)


@pytest.mark.parametrize(("lang", "between", "comma"), [("nl", ";", ","), ("en", ",", ".")])
def test_download_has_the_rows_as_shown(
    visit: Visit, facts: Facts, tmp_path: Path, lang: str, between: str, comma: str
) -> None:
    page = visit(f"/?grafiek=tabel&indicator={CRIME}&taal={lang}")
    charts_drawn(page)
    page.locator("[data-focus=table-filter]").fill("(tynaarlo)")
    sort_with_keyboard(page, "name", "ascending")
    shown = rows(page)
    assert 20 < len(shown) < 100  # all of them are on the page
    head, *body = downloaded(page, tmp_path, between)
    assert next(tmp_path.iterdir()).name == f"{CRIME}-2025-buurt.csv"
    end = body.index([])
    figures, about = body[:end], body[end + 1 :]
    assert [line[0] for line in figures] == list(shown)
    known = facts.values(CRIME, Level.BUURT)
    limits = intervals(facts.dataset, facts.indicator(CRIME), Level.BUURT, "2025")
    assert limits is not None
    country = facts.reference(CRIME, Level.BUURT, REGION, ReferenceKind.COUNTRY)
    table = pd.DataFrame({"value": known.values, "country": country})
    gaps = (table["value"] - table["country"]).round(1)
    for line in figures:
        code = line[0]
        assert len(line) == len(head)
        assert line[1:3] == shown[code][:2]
        assert line[3] == cell(table.loc[code, "value"], comma)
        assert cell(table.loc[code, "country"], comma) in line
        assert cell(gaps[code], comma) in line
        assert bool(line[-1]) == np.isnan(table.loc[code, "value"])
        margin = re.findall(rf"[\d{comma}]+", " ".join(line[4:-4]))  # one column or two
        if margin:
            expected = [limits.lower[code], limits.upper[code]]
            numbers = [float(part.replace(comma, ".")) for part in margin]
            assert numbers == pytest.approx(expected, abs=0.06)
        assert len(margin) == (0 if np.isnan(limits.lower[code]) else 2)
    wrong = "." if comma == "," else ","
    amounts = [text for line in figures for text in line[3:-1]]
    assert [text for text in amounts if re.search(rf"\d\{wrong}\d", text)] == []
    notes = "\n".join(between.join(line) for line in about)
    assert f"{facts.indicator(CRIME).name[Lang(lang)]}, 2025" in notes
    assert {"nl": "Bron: ", "en": "Source: "}[lang] in notes
    assert page.url.split("?")[1] in notes
