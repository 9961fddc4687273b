"""Every page for everybody: axe's best practices too, reflow, targets, and two whole walks."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.support import address, charted, open_sheet, settled
from tests.browser.test_accessibility import AREAS
from tests.browser.test_phone import PHONE
from tests.browser.test_walk import on_map

pytestmark = pytest.mark.browser

BAD = ("moderate", "serious", "critical")
PAGES = ("/over", "/toegankelijkheid", "/privacy", "/gegevens", "/api", "/gebied/groningen")
NARROW = {"width": 320, "height": 640}

SMALL = """() => [...document.querySelectorAll('button, a[href], input, select, summary')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }))
  .filter((e) => !e.closest('.leaflet-control-attribution'))
  .filter((e) => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline')) // in a sentence
  .filter((e) => !e.classList.contains('skip'))
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([, r]) => r.width && r.height && (r.width < 23.5 || r.height < 23.5))
  .filter(([e]) => !['checkbox', 'radio'].includes(e.type)) // their label is the target
  .map(([e, { width, height }]) => `${e.outerHTML.slice(0, 90)} ${width} x ${height}`)"""

ON_COPY_CODE = """document.activeElement.tagName === 'BUTTON' &&
  document.activeElement.closest('.share-result') !== null"""

FOCUS_SHOWN = """() => {
  const e = document.activeElement;
  const seen = e.type === 'radio' ? e.nextElementSibling : e;
  const { outlineStyle, outlineWidth } = getComputedStyle(seen);
  return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 || !!e.closest('.drop');
}"""


def faults(page: Page) -> list[str]:
    """What axe finds that is moderate or worse, its best practices included."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {n['html'][:120]}"
        for v in found
        if v["impact"] in BAD
        for n in v["nodes"]
    ]


def overflow(page: Page) -> int:
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def test_pages_of_text_are_for_everybody(visit: Visit) -> None:
    found: dict[str, object] = {}
    page = visit("/over", wait=False)
    site = page.url.removesuffix("/over")
    for path in (*PAGES, "/over?taal=en"):
        for scheme in ("light", "dark"):
            page.goto(f"{site}{path}")
            page.emulate_media(color_scheme=scheme)
            if path != "/gegevens" or scheme == "light":  # a long page
                found[f"{path} {scheme}"] = faults(page)
        page.set_viewport_size(NARROW)
        found[f"{path} narrow"] = overflow(page) or page.evaluate(SMALL)
        page.set_viewport_size({"width": 1440, "height": 900})
    assert {at: what for at, what in found.items() if what} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_map_is_for_everybody(visit: Visit, scheme: str) -> None:
    page = visit(f"/?{AREAS}", color_scheme=scheme)
    charted(page, 2)
    assert faults(page) == []
    assert page.evaluate(SMALL) == []
    for button in ("downloads", "own-file", "share"):
        page.locator(f"#{button}").click()
        expect(page.locator("dialog[open]")).to_be_visible()
        assert faults(page) == [], button
        assert page.evaluate(SMALL) == [], button
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)


def test_narrow_and_magnified(visit: Visit) -> None:
    page = visit(f"/?{AREAS}&taal=en", **{**PHONE, "viewport": NARROW})
    for sheet in ("map", "choose", "compare"):
        open_sheet(page, sheet)
        assert overflow(page) == 0, sheet
        assert faults(page) == [], sheet
    page = visit("/", viewport={"width": 720, "height": 450})  # 1440 x 900 at 200%
    assert overflow(page) == 0
    expect(page.locator("#tabs")).to_be_visible()


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what is wanted has the focus, which must be seen at every step."""
    for _ in range(90):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_SHOWN), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate(wanted):
            return
    pytest.fail(f"not reached: {wanted}")


def test_a_walk_by_keyboard_alone(visit: Visit) -> None:
    """Search, select two areas, choose an indicator, switch the reference, read, copy the code."""
    page = visit("/")
    tab_to(page, "document.activeElement.id === 'search'")
    page.keyboard.type("binnenstad-noord")
    expect(page.locator("#search-list [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("rudc.state.get().areas.length === 1")
    settled(page)
    on_map(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Enter")
    page.wait_for_function("rudc.state.get().areas.length === 2")
    settled(page)
    page.locator(".skip").focus()
    tab_to(page, "document.activeElement.id === 'indicator'")
    page.keyboard.press("Control+A")
    page.keyboard.type("koop")
    expect(page.locator("#indicator-list [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("rudc.state.get().indicator !== 'aandeel_65plus'")
    settled(page)  # the controls of another subject are other ones
    tab_to(page, "document.activeElement.id === 'reference'")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("rudc.state.get().reference === 'provincie'")
    settled(page)
    expect(page.locator("#summary tr[data-code]")).to_have_count(2)
    assert len(address(page)["gebieden"].split(",")) == 2
    tab_to(page, "document.activeElement.textContent === 'Tabel'")
    page.keyboard.press("Enter")
    expect(page.locator("#analysis table")).to_be_visible()
    page.locator("#search").focus()
    tab_to(page, "document.activeElement.id === 'share'")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab_to(page, ON_COPY_CODE)
    page.keyboard.press("Enter")
    expect(page.locator("#share-said")).not_to_be_empty()
    assert "<iframe" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    expect(page.locator("#share")).to_be_focused()


def test_a_walk_along_what_a_screen_reader_hears(visit: Visit) -> None:
    """The tree of the page: its landmarks, the map in words, the figures of two areas."""
    page = visit("/?gebieden=BU00140000,BU00140001")
    charted(page, 2)
    expect(page.locator("body")).to_match_aria_snapshot("""
      - banner:
        - heading "RUDC Buurtkaart" [level=1]
        - search:
          - combobox "Zoek buurt, wijk, gemeente of postcode"
      - main:
        - region "Kies wat de kaart toont":
          - combobox "Onderwerp"
          - combobox "Vergelijken met"
        - region "Kaart":
          - application "Kaart van de gebieden":
            - button "Inzoomen"
          - region "Legenda":
            - group "Klassen, met het aantal gebieden"
          - status: /Het hoogst in .*, het laagst in .* 91 buurten zonder cijfer/
        - region "Vergelijken":
          - heading "Vergelijking" [level=2]
          - table /Aandeel 65-plussers/:
            - rowgroup:
              - row "Gebied Waarde Verschil Plaats"
            - rowgroup:
              - row /Binnenstad-Noord .* 7,0 .*13,5/
              - row /Binnenstad-Zuid .* 7,4 .*13,1/
    """)
