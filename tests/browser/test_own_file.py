"""A file of one's own on the map of one window."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import (
    address,
    charts_drawn,
    choose_indicator,
    hover,
    picture,
    pictured,
    settled,
)
from tests.browser.test_accessibility import violations
from tests.browser.test_phone import PHONE

pytestmark = pytest.mark.browser

EVIL = "Aantal <img src=x onerror=window.harmed=1>"
FORMULA = "=HYPERLINK(0)"
FIGURE = "own_dit-bestand_aantal_img_src_x_onerror_window_harmed_1"
DIALOG = "dialog.own-file"
INPUT = f"{DIALOG} input[type=file]"


def table(facts: Facts, header: str = f"buurtcode;{EVIL};{FORMULA}") -> bytes:
    """Two figures for every buurt: 20 and more, and 100 and more, but for two."""
    areas = facts.dataset.areas
    codes = areas.index[areas["level"] == "buurt"]
    rows = [f"{code};{20 + at % 50};{100 + at}" for at, code in enumerate(codes)]
    rows[0] = f"{codes[0]};3;100"
    return "\n".join([header, *rows, f"{EVIL};20;100"]).encode()


def send(page: Page, content: bytes, name: str = "Meldingen 2023.csv") -> None:
    """Open the dialog where it is not open, and choose a file in it."""
    if not page.locator(DIALOG).is_visible():
        page.locator("#own-file").click()
    page.locator(INPUT).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def show(page: Page, content: bytes) -> None:
    send(page, content)
    page.locator(f"[data-figure={FIGURE}]").click()
    settled(page)


def test_a_file_becomes_a_map_with_all_that_goes_with_it(visit: Visit, facts: Facts) -> None:
    page = visit("/?kaart=53.2190,6.5680,12&gebieden=BU00140001")
    before = picture(page)
    page.locator("#own-file").click()
    expect(page.locator(DIALOG)).to_contain_text("Wij bewaren niets.")
    expect(page.locator(DIALOG)).to_contain_text("herlaadt u de pagina, dan zijn ze weg")
    send(page, table(facts))
    expect(page.locator(".file-facts")).to_contain_text("kolom 'buurtcode': codes")
    expect(page.locator(".file-figures li")).to_have_count(2)
    expect(page.locator(".file-figures")).to_contain_text("1 achtergehouden")
    page.get_by_text("1 rijen of cellen zijn niet overgenomen").click()
    expect(page.locator(f"{DIALOG} tbody")).to_contain_text(EVIL)
    assert violations(page, DIALOG) == []
    page.locator(f"[data-figure={FIGURE}]").click()
    settled(page)
    assert address(page)["indicator"] == FIGURE
    expect(page.locator("#legend h2")).to_have_text(EVIL)
    expect(page.locator("#legend")).to_contain_text("Bron: Eigen bestand: Meldingen 2023.csv")
    expect(page.locator("#legend")).not_to_contain_text("CC BY")
    assert picture(page) != before
    expect(page.locator("#summary tr[data-code=BU00140001]")).to_contain_text("21")
    hover(page, "BU00140004")
    expect(page.locator("#tooltip")).to_contain_text("24")
    assert page.evaluate("window.harmed") is None
    page.locator("#indicator").click()
    expect(page.locator("#indicator-list .group-label").first).to_have_text(
        "Eigen bestand (alleen hier zichtbaar)"
    )
    page.keyboard.press("Escape")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for chart in ("rangorde", "verdeling", "tijd", "tabel"):
        page.locator(f"#chart-tabs [data-chart={chart}]").click()
        charts_drawn(page)
    assert page.evaluate("window.harmed") is None
    assert not [url for url in requests if "dit-bestand" in url]
    expect(page.locator("table.sortable")).to_contain_text(EVIL)


def test_formulas_stay_text_in_the_download(visit: Visit, facts: Facts, tmp_path: Path) -> None:
    page = visit("/?grafiek=tabel")
    send(page, table(facts), "-2+3 2023.csv")
    page.locator(".file-figures button").last.click()
    charts_drawn(page)
    expect(page.locator("#analysis h3")).to_contain_text(FORMULA)
    with page.expect_download() as started:
        page.get_by_role("button", name="Download als CSV").click()
    started.value.save_as(tmp_path / "table.csv")
    text = (tmp_path / "table.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert f"'{FORMULA}" in rows[0]
    risky = [c for row in rows for c in row if (c[:1] in "=+@" and c) or c.startswith("-")]
    assert [c for c in risky if not c.lstrip("-").replace(",", "").isdigit()] == []


def test_what_the_server_computes_is_not_there_for_it(visit: Visit, facts: Facts) -> None:
    page = visit("/?gebieden=BU00140004")
    show(page, table(facts))
    for chart in ("patroon", "grens", "verbanden", "spreiding", "profiel"):
        page.locator(f"#chart-tabs [data-chart={chart}]").click()
        charts_drawn(page)
        expect(page.locator("#analysis")).to_contain_text("Dit kan niet met een eigen bestand")
        expect(page.locator("#analysis button")).to_have_count(0)
    page.locator("#overlay").select_option("clusters")
    expect(page.locator("#notices")).to_contain_text("Dit kan niet met een eigen bestand")
    expect(page.locator("#legend h2")).to_have_text(EVIL)
    page.locator("#overlay").select_option("")
    page.locator("#reference").select_option("gebieden")
    expect(page.locator("#notices")).to_contain_text("Er wordt nu met Nederland vergeleken")
    expect(page.locator("#reference")).to_have_value("nederland")


def test_other_regions_levels_and_pictures(visit: Visit, facts: Facts) -> None:
    page = visit()
    show(page, table(facts))
    page.locator("#region").select_option("provincie-drenthe")
    settled(page)
    expect(page.locator("#legend h2")).to_have_text(EVIL)
    page.get_by_role("radio", name="Gemeenten").check(force=True)
    settled(page)
    expect(page.locator("#legend")).to_contain_text("berekend uit buurten")
    page.locator("#pictures [data-picture=samenhang]").click()
    pictured(page)
    expect(page.locator("#legend h2")).to_contain_text(EVIL)
    page.locator("#pictures [data-picture=kaart]").click()
    choose_indicator(page, facts.indicator("inwoners").name.nl)
    page.go_back()
    settled(page)
    expect(page.locator("#legend h2")).to_have_text(EVIL)


def test_after_a_reload_it_is_gone_and_the_page_says_what_to_do(visit: Visit, facts: Facts) -> None:
    page = visit()
    show(page, table(facts))
    page.reload()
    settled(page)
    notice = page.locator("#notices .notice")
    expect(notice).to_have_count(1)
    expect(notice).to_contain_text("Kies het bestand opnieuw bij ‘Eigen bestand bekijken’")
    assert address(page)["indicator"] == "aandeel_65plus"
    shared = visit(f"/?taal=en&indicator={FIGURE}&tweede={FIGURE};2023&reeks={FIGURE}")
    expect(shared.locator("#notices .notice")).to_have_count(1)
    expect(shared.locator("#notices")).to_contain_text("Choose the file again")


def test_another_file_other_choices_and_taking_it_away(
    visit: Visit, facts: Facts, expected_errors: list[str]
) -> None:
    expected_errors.append("status of 422")
    page = visit()
    show(page, table(facts))
    send(page, b"buurtcode;Anders\nBU00140001;1.234\nBU00140004;2.345\n", "b.csv")
    expect(page.locator(f"{DIALOG} .status.wrong")).to_contain_text("op twee manieren te lezen")
    expect(page.locator("#legend h2")).to_have_text(EVIL)
    page.get_by_label("Teken voor de decimalen").select_option("punt")
    expect(page.locator(f"{DIALOG} .file-facts")).to_contain_text("na een punt")
    expect(page.locator("#legend h2")).to_have_text("Anders")
    assert address(page)["indicator"] == "own_dit-bestand_anders"
    page.get_by_role("button", name="Haal het bestand weg").click()
    expect(page.locator(f"{DIALOG} .status")).to_have_text("Uw bestand is weg.")
    expect(page.locator("#legend h2")).to_have_text(facts.indicator("aandeel_65plus").name.nl)
    page.keyboard.press("Escape")
    page.go_back()
    settled(page)
    expect(page.locator("#legend h2")).to_have_text(facts.indicator("aandeel_65plus").name.nl)


def test_a_file_that_is_too_large_never_leaves_the_browser(visit: Visit) -> None:
    page = visit()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    send(page, b"x" * 5_000_001)
    expect(page.locator(f"{DIALOG} .status.wrong")).to_contain_text("groter dan 5 MB")
    assert not [url for url in requests if "eigen-bestand" in url]


def test_with_the_keyboard_alone_and_by_dragging(visit: Visit, facts: Facts) -> None:
    page = visit("/?taal=en")
    page.locator("#own-file").focus()
    page.keyboard.press("Enter")
    expect(page.locator(INPUT)).to_be_focused()
    assert violations(page, DIALOG) == []
    with page.expect_file_chooser() as asked:
        page.keyboard.press("Space")
    file = {"name": "a 2023.csv", "mimeType": "text/csv", "buffer": table(facts)}
    asked.value.set_files([file])
    expect(page.locator(f"{DIALOG} [role=status]")).to_contain_text("a 2023.csv has been read")
    page.keyboard.press("Escape")
    expect(page.locator(DIALOG)).to_be_hidden()
    expect(page.locator("#own-file")).to_be_focused()
    page.keyboard.press("Enter")
    dropped = page.evaluate_handle(
        """() => {
          const dropped = new DataTransfer();
          dropped.items.add(new File(["buurtcode;Drop\\nBU00140001;11\\nBU00140004;12"], "d.csv"));
          return dropped;
        }"""
    )
    page.dispatch_event(f"{DIALOG} .drop", "drop", {"dataTransfer": dropped})
    expect(page.locator(".file-figures")).to_contain_text("Drop")
    page.locator(".file-figures button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(DIALOG)).to_be_hidden()
    expect(page.locator("#legend h2")).to_have_text("Drop")


def test_on_a_phone(visit: Visit, facts: Facts) -> None:
    page = visit("/", **PHONE)
    page.locator("#tabs button[data-sheet=choose]").tap()
    send(page, table(facts))
    expect(page.locator(".file-figures li")).to_have_count(2)
    body = page.locator(".own-file-body")
    assert body.evaluate("(e) => e.scrollWidth <= e.clientWidth")
    small = page.locator(f"{DIALOG} button:visible, {DIALOG} select, {DIALOG} input").evaluate_all(
        "(all) => all.map((e) => e.getBoundingClientRect().height).filter((height) => height < 44)"
    )
    assert small == []
    assert violations(page, DIALOG) == []
    page.locator(f"[data-figure={FIGURE}]").tap()
    expect(page.locator("#choose")).to_be_hidden()
    expect(page.locator("#legend h2")).to_have_text(EVIL)
