"""What tests do with a page: wait, read pixels, find areas, count requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Request, expect

STATE = "rudc.state.query({ ...rudc.state.get(), viewport: null })"

AREAS, LINES, MARKS = 0, 1, 2
"""The canvases of the map, from below."""

# remembers which state was shown last, map and panels alike
REMEMBER_SHOWN = """
document.addEventListener("rudc:shown", () => {
  const { state } = rudc.view.current();
  window.shownState = rudc.state.query({ ...state, viewport: null });
});
"""

PIXELS = """
([pane, colours]) => {
  const canvas = document.querySelector(`.leaflet-rudc-${pane}-pane canvas`);
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const wanted = colours.map((c) => [1, 3, 5].map((at) => parseInt(c.slice(at, at + 2), 16)));
  const full = wanted.map(() => 0);
  const faint = wanted.map(() => 0);
  for (let i = 0; i < data.length; i += 4) {
    if (!data[i + 3]) continue;
    const dim = data[i + 3] < 60;
    const near = dim ? 12 : 3;
    const at = wanted.findIndex((c) => c.every((v, k) => Math.abs(v - data[i + k]) <= near));
    if (at >= 0) (dim ? faint : full)[at] += 1;
  }
  return { full, faint };
}
"""

PLACES = """
(points) => {
  const map = rudc.map.leaflet();
  const frame = map.getContainer().getBoundingClientRect();
  return points.map(([lon, lat]) => {
    const point = map.latLngToContainerPoint([lat, lon]);
    return [frame.left + point.x, frame.top + point.y];
  });
}
"""

# whether one of 3 by 3 pixels of the lines' canvas is dark
ARE_DARK = """
(places) => {
  const canvas = document.querySelector(".leaflet-rudc-1-pane canvas");
  const frame = canvas.getBoundingClientRect();
  const scale = canvas.width / frame.width;
  const context = canvas.getContext("2d");
  return places.map(([x, y]) => {
    const at = [(x - frame.left) * scale, (y - frame.top) * scale].map(Math.round);
    const { data } = context.getImageData(at[0] - 1, at[1] - 1, 3, 3);
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] > 240 && data[i] < 60 && data[i + 1] < 60 && data[i + 2] < 80) return true;
    }
    return false;
  });
}
"""


def painted(page: Page) -> None:
    """Wait until the map has been painted."""
    page.wait_for_function("performance.getEntriesByName('choropleth-painted').length > 0")


def charted(page: Page, charts: int = 2) -> None:
    """Wait until the charts have been drawn."""
    drawn = page.locator("#charts .js-plotly-plot:has(.cartesianlayer .trace)")
    expect(drawn).to_have_count(charts)


def settled(page: Page) -> None:
    """Wait until map, legend and panel show the state of the page, and the address holds it."""
    page.wait_for_function(
        f"window.shownState === {STATE} && "
        "location.search.slice(1) === rudc.state.query(rudc.state.get())"
    )


def complete(page: Page) -> None:
    """Wait until what follows the first picture is there: borders, the base map, scripts."""
    bordered(page)
    page.wait_for_function("document.querySelector('.leaflet-tile-loaded') !== null")


def bordered(page: Page) -> None:
    """Wait until borders and names are drawn, and the scripts of charts are there."""
    page.evaluate("rudc.view.loadTheRest()")
    page.wait_for_function(
        """() => {
          const canvas = document.querySelector(".leaflet-rudc-1-pane canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          for (let i = 0; i < data.length; i += 12) {
            if (data[i] < 40 && data[i + 3] > 240) return true;
          }
          return false;
        }""",
        polling=50,
    )


def address(page: Page) -> dict[str, str]:
    """The parameters of the page's address."""
    return {k: v[0] for k, v in parse_qs(urlsplit(page.url).query).items()}


def legend_colours(page: Page) -> list[str]:
    """The colours of the legend's classes, as #rrggbb."""
    return page.evaluate(
        """[...document.querySelectorAll("#legend .legend-class")].map((bar) =>
             "#" + getComputedStyle(bar).backgroundColor.match(/\\d+/g).slice(0, 3)
               .map((c) => Number(c).toString(16).padStart(2, "0")).join(""))"""
    )


def pixels(page: Page, colours: Sequence[str], pane: int = AREAS) -> dict[str, list[int]]:
    """How many pixels of a canvas of the map have each colour, strong (full) and dimmed (faint)."""
    return page.evaluate(PIXELS, [pane, list(colours)])


def picture(page: Page) -> str:
    """The picture of the areas, for comparing with another."""
    return page.evaluate("document.querySelector('.leaflet-rudc-0-pane canvas').toDataURL()")


def place(page: Page, code: str) -> tuple[float, float]:
    """Where on the page a point inside an area is."""
    inside = page.evaluate("code => rudc.map.pointInside(code)", code)
    return places_of(page, [(inside["lng"], inside["lat"])])[0]


def places_of(page: Page, points: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Where on the page points [degrees lon, lat] are."""
    return [(x, y) for x, y in page.evaluate(PLACES, list(points))]


def are_dark(page: Page, places: Sequence[tuple[float, float]]) -> list[bool]:
    """Whether a border or a name is drawn at places on the page."""
    return [bool(dark) for dark in page.evaluate(ARE_DARK, list(places))]


def borders(page: Page) -> list[dict[str, Any]]:
    """The features of the file with borders and names."""
    features: list[dict[str, Any]] = page.evaluate(
        "fetch(rudc.data.bordersUrl()).then((r) => r.json()).then(({ features }) => features)"
    )
    return features


def hover(page: Page, code: str) -> None:
    """Move the mouse over an area; Leaflet passes over moves that follow each other too fast."""
    x, y = place(page, code)
    for nudge in range(40):
        page.mouse.move(x + nudge % 2, y)
        page.evaluate("new Promise((done) => setTimeout(done, 20))")
        if page.evaluate("rudc.map.hovered()") == code:
            return
    raise AssertionError(f"the mouse at {x:.0f}, {y:.0f} does not hover {code}")


def click(page: Page, code: str, *, adding: bool = False) -> None:
    """Click on an area of the map, with Ctrl where `adding`."""
    x, y = place(page, code)
    if adding:
        page.keyboard.down("Control")
    page.mouse.click(x, y)
    if adding:
        page.keyboard.up("Control")
    settled(page)


@contextmanager
def requests_of(page: Page) -> Iterator[list[str]]:
    """The paths that the page asks the app for meanwhile; tiles are not among them."""
    asked: list[str] = []

    def note(request: Request) -> None:
        path = urlsplit(request.url).path
        if request.url.startswith("http") and not path.startswith("/tile/"):
            asked.append(path)

    page.on("request", note)
    yield asked
    page.evaluate("0")  # so that what was asked has been reported
    page.remove_listener("request", note)


def choose_indicator(page: Page, name: str) -> None:
    """Choose a subject in the picker with the mouse."""
    page.locator("#indicator").click()
    page.locator("#indicator-list [role=option]").filter(
        has=page.get_by_text(name, exact=True)
    ).click()
    settled(page)


def active_option(page: Page, field: str) -> str:
    """The text of the option that the keyboard has reached in a list, empty for none."""
    return page.evaluate(
        """(field) => {
          const at = document.getElementById(field).getAttribute("aria-activedescendant");
          const row = at && document.getElementById(at);
          return row ? row.querySelector(".option-label").textContent : "";
        }""",
        field,
    )


def arrow_to(page: Page, field: str, name: str) -> None:
    """Press the down arrow until the keyboard has reached an option, starting below the first."""
    for _ in range(60):
        page.keyboard.press("ArrowDown")
        if active_option(page, field) == name:
            return
    raise AssertionError(f"the arrow keys do not reach '{name}'")
