"""What tests do with a page: wait, read pixels, find areas, count requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Request, expect

PATIENCE = 90
"""How long something may take on a busy computer [s]."""

STATE = "rudc.state.query({ ...rudc.state.get(), viewport: null, place: null })"
"""The address without where the maps are: moving these redraws nothing."""

AREAS, LINES, MARKS = 0, 1, 2
"""The canvases of the map, from below."""

MAIN, SECOND = "map", "secondMap"
"""The two maps, as the browser's code names them."""

DARK = "#111827"
"""The outline of the area under the mouse."""

# remembers which state was shown last, map and panels alike
REMEMBER_SHOWN = """
document.addEventListener("rudc:shown", () => {
  const { state } = rudc.view.current();
  window.shownState = rudc.state.query({ ...state, viewport: null, place: null });
});
"""

PIXELS = """
([name, pane, colours]) => {
  const canvas = rudc[name].leaflet().getPane(`rudc-${pane}`).querySelector("canvas");
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
([name, points]) => {
  const map = rudc[name].leaflet();
  const frame = map.getContainer().getBoundingClientRect();
  return points.map(([lon, lat]) => {
    const point = map.latLngToContainerPoint([lat, lon]);
    return [frame.left + point.x, frame.top + point.y];
  });
}
"""

COLOUR = """
([name, pane, colours, x, y]) => {
  const canvas = rudc[name].leaflet().getPane(`rudc-${pane}`).querySelector("canvas");
  const frame = canvas.getBoundingClientRect();
  const scale = canvas.width / frame.width;
  const { data } = canvas.getContext("2d")
    .getImageData((x - frame.left) * scale, (y - frame.top) * scale, 1, 1);
  const wanted = colours.map((c) => [1, 3, 5].map((at) => parseInt(c.slice(at, at + 2), 16)));
  return wanted.findIndex((c) => data[3] && c.every((v, k) => Math.abs(v - data[k]) <= 3));
}
"""

OUTLINED = """
(name) => {
  const canvas = rudc[name].leaflet().getPane("rudc-2").querySelector("canvas");
  const frame = canvas.getBoundingClientRect();
  const scale = canvas.width / frame.width;
  const { data, width } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] < 200 || data[i] > 24 || data[i + 1] > 31 || data[i + 2] > 46) continue;
    const [x, y] = [(i / 4) % width, Math.floor(i / 4 / width)];
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  if (box[0] > box[2]) return null;
  return box.map((at, k) => at / scale + (k % 2 ? frame.top : frame.left));
}
"""

# where on the page a pixel of an area is, on a little map
PLACE_ON_MINI = """
([at, code]) => {
  const canvas = document.querySelectorAll(".mini-marks")[at];
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const bounds = rudc.page.region(rudc.state.get().region).bounds;
  const fit = rudc.coverage.fitting(bounds, width, height);
  for (let y = 2; y < height; y += 3) {
    for (let x = 2; x < width; x += 3) {
      const around = [[0, 0], [2, 0], [-2, 0], [0, 2], [0, -2]];
      const inside = ([dx, dy]) =>
        rudc.map.areaAt(rudc.coverage.placeOf(fit, { x: x + dx, y: y + dy })) === code;
      if (around.every(inside)) return [left + x, top + y];
    }
  }
  return null;
}
"""

MINI_COLOUR = """
([at, x, y]) => {
  const canvas = document.querySelectorAll(".mini-map canvas:first-child")[at];
  const { left, top, width } = canvas.getBoundingClientRect();
  const scale = canvas.width / width;
  const pixel = [(x - left) * scale, (y - top) * scale, 1, 1];
  const { data } = canvas.getContext("2d").getImageData(...pixel);
  return "#" + [...data.slice(0, 3)].map((c) => c.toString(16).padStart(2, "0")).join("");
}
"""

TRACES = """
(chart) => document.querySelector(`#${chart} .js-plotly-plot`).data.map((trace) => ({
  ...Object.fromEntries(["type", "mode", "name", "connectgaps"].map((key) => [key, trace[key]])),
  ...Object.fromEntries(["x", "y", "customdata", "text"]
    .map((key) => [key, [...(trace[key] || [])]])),
  colours: trace.marker && trace.marker.color,
  sizes: trace.marker && trace.marker.size,
  symbols: trace.marker && trace.marker.symbol,
  whiskers: trace.error_x && [trace.error_x.arrayminus, trace.error_x.array],
}))
"""

POINTS = """
([chart, codes]) => {
  const plot = document.querySelector(`#${chart} .js-plotly-plot`);
  const frame = plot.getBoundingClientRect();
  const { xaxis, yaxis } = plot._fullLayout;
  const found = new Map();
  for (const { type, x, y, customdata = [] } of plot.data) {
    customdata.forEach((code, i) => {
      const across = type === "bar" ? x[i] / 2 : x[i];
      const at = [xaxis._offset + xaxis.l2p(across), yaxis._offset + yaxis.l2p(y[i])];
      found.set(code, [frame.left + at[0], frame.top + at[1]]);
    });
  }
  return (codes || [...found.keys()]).map((code) => found.get(code));
}
"""

CENTRE_OF = """
(name) => {
  const map = rudc[name].leaflet();
  const { lat, lng } = map.getCenter();
  return [lat, lng, map.getZoom()];
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
    """Wait until the map itself has been painted, after the first picture."""
    page.wait_for_function("performance.getEntriesByName('map-answers').length > 0")


def charted(page: Page, charts: int = 2) -> None:
    """Wait until the charts have been drawn."""
    drawn = page.locator("#charts .js-plotly-plot:has(.cartesianlayer .trace)")
    expect(drawn).to_have_count(charts)
    expect(page.locator("#charts .dash-graph--pending")).to_have_count(0)


def settled(page: Page) -> None:
    """Wait until map, legend and panel show the state of the page, and the address holds it."""
    page.wait_for_function(
        f"window.shownState !== undefined && window.shownState === {STATE} && "
        "location.pathname + location.search === rudc.state.address(rudc.state.get())"
    )


def pictured(page: Page) -> None:
    """Wait until the picture of the state is there: both maps, all little ones, overlays."""
    settled(page)
    page.wait_for_function(f"document.getElementById('maps').dataset.shown === {STATE}")


def charts_drawn(page: Page) -> None:
    """Wait until the charts or the list of the state are there.

    Plotly has drawn each chart then, in the room that it has, and listens to the mouse.
    """
    settled(page)
    page.wait_for_function(
        f"""() => {{
          const fits = ({{ clientWidth, _fullLayout }}) =>
            !clientWidth || Math.abs(clientWidth - _fullLayout.width) < 2;
          const {{ drawn = "" }} = document.getElementById("charts").dataset;
          const plots = [...document.querySelectorAll("#charts .dash-graph")]
            .map((graph) => graph.querySelector(".js-plotly-plot"));
          return drawn.replace(/&plaats=[^&]*/, "") === {STATE} &&
            !document.querySelector("#charts .dash-graph--pending") &&
            plots.every((plot) => plot && plot._fullLayout && fits(plot));
        }}"""
    )


def still(page: Page) -> None:
    """Wait until the maps have come to rest, and the address says where."""
    # what is let go of while it moves goes on from the next frame
    page.evaluate("new Promise((on) => requestAnimationFrame(() => requestAnimationFrame(on)))")
    page.wait_for_function(
        """[rudc.map, rudc.secondMap].every((map) => {
             const { _panAnim: pan, _animatingZoom: zooms } = (map && map.leaflet()) || {};
             return !zooms && !(pan && pan._inProgress);
           })"""
    )
    settled(page)


def eventually(page: Page, holds: Callable[[], object]) -> None:
    """Wait until something that is read from the page is so."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"not so within {PATIENCE} s"
        page.wait_for_timeout(50)


def open_sheet(page: Page, name: str) -> None:
    """Tap the tab of a sheet on a phone, and wait for it: a tap becomes a click a moment later."""
    tab = page.locator(f"#tabs button[data-sheet={name}]")
    tab.tap()
    expect(tab).to_have_attribute("aria-pressed", "true")


def choose_picture(page: Page, name: str) -> None:
    """Click the button of a picture and wait for it."""
    page.locator(f"#pictures [data-picture={name}]").click()
    pictured(page)


def open_chart(page: Page, name: str) -> None:
    """Click the tab of a chart or list and wait for it."""
    page.locator(f"#chart-tabs [data-chart={name}]").click()
    charts_drawn(page)


def open_details(page: Page) -> None:
    """Open all that can be opened beside the map: tables of charts, notes, choices."""
    page.evaluate("document.querySelectorAll('#compare details').forEach((d) => { d.open = true })")


def traces(page: Page, chart: str) -> list[dict[str, Any]]:
    """What a chart draws: of each of its traces the numbers, texts and codes."""
    return page.evaluate(TRACES, chart)


def points(page: Page, chart: str, codes: Sequence[str] | None = None) -> list[tuple[float, float]]:
    """Where on the page the marks of areas are in a chart; of all areas without codes."""
    page.locator(f"#{chart}").scroll_into_view_if_needed()
    return [(x, y) for x, y in page.evaluate(POINTS, [chart, codes and list(codes)])]


def table_rows(page: Page, chart: str) -> list[list[str]]:
    """The table of a chart, opened: its rows as texts, the head first."""
    details = page.locator(f"#charts details.chart-table[data-table={chart}]")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    expect(details.locator("tbody tr").first).to_be_attached()
    return details.locator("tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
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


def legend_colours(page: Page, bars: str = "#legend .legend-class") -> list[str]:
    """The colours of a legend's classes, as #rrggbb."""
    return page.evaluate(
        """(bars) => [...document.querySelectorAll(bars)].map((bar) =>
             "#" + getComputedStyle(bar).backgroundColor.match(/\\d+/g).slice(0, 3)
               .map((c) => Number(c).toString(16).padStart(2, "0")).join(""))""",
        bars,
    )


def pixels(
    page: Page, colours: Sequence[str], pane: int = AREAS, on: str = MAIN
) -> dict[str, list[int]]:
    """How many pixels of a canvas of a map have each colour, strong (full) and dimmed (faint)."""
    return page.evaluate(PIXELS, [on, pane, list(colours)])


def picture(page: Page) -> str:
    """The picture of the areas, for comparing with another."""
    return page.evaluate("document.querySelector('.leaflet-rudc-0-pane canvas').toDataURL()")


def place(page: Page, code: str, on: str = MAIN) -> tuple[float, float]:
    """Where on the page a point inside an area is, on one of the maps."""
    inside = page.evaluate("code => rudc.map.pointInside(code)", code)
    return places_of(page, [(inside["lng"], inside["lat"])], on)[0]


def place_on_mini(page: Page, at: int, code: str) -> tuple[float, float]:
    """Where on the page an area is on the little map at a place in their order."""
    x, y = page.evaluate(PLACE_ON_MINI, [at, code])
    return x, y


def mini_colour(page: Page, at: int, code: str) -> str:
    """The colour of an area on a little map, as #rrggbb."""
    return page.evaluate(MINI_COLOUR, [at, *place_on_mini(page, at, code)])


def places_of(
    page: Page, points: Sequence[Sequence[float]], on: str = MAIN
) -> list[tuple[float, float]]:
    """Where on the page points [degrees lon, lat] are."""
    return [(x, y) for x, y in page.evaluate(PLACES, [on, list(points)])]


def colour_of(page: Page, code: str, colours: Sequence[str], on: str = MAIN) -> int:
    """Which of the colours an area has on a map, -1 for none of them."""
    return colour_at(page, place(page, code, on), colours, AREAS, on)


def colour_at(
    page: Page,
    at: tuple[float, float],
    colours: Sequence[str],
    pane: int = AREAS,
    on: str = MAIN,
) -> int:
    """Which of the colours a canvas has at a place on the page, -1 for none of them."""
    return page.evaluate(COLOUR, [on, pane, list(colours), *at])


def outlined(page: Page, on: str = MAIN) -> list[float] | None:
    """The box [left, top, right, bottom] on the page of a map's dark outlines; None for none."""
    return page.evaluate(OUTLINED, on)


def box_of(page: Page, code: str, on: str = MAIN) -> list[float]:
    """The box [left, top, right, bottom] on the page of an area."""
    west, south, east, north = page.evaluate("code => rudc.map.shape(code).box", code)
    (left, top), (right, bottom) = places_of(page, [(west, north), (east, south)], on)
    return [left, top, right, bottom]


def centre(page: Page, on: str = MAIN) -> list[float]:
    """Where a map is: lat, lon and zoom."""
    return page.evaluate(CENTRE_OF, on)


def are_dark(page: Page, places: Sequence[tuple[float, float]]) -> list[bool]:
    """Whether a border or a name is drawn at places on the page."""
    return [bool(dark) for dark in page.evaluate(ARE_DARK, list(places))]


def borders(page: Page) -> list[dict[str, Any]]:
    """The features of the file with borders and names."""
    features: list[dict[str, Any]] = page.evaluate(
        "fetch(rudc.data.bordersUrl()).then((r) => r.json()).then(({ features }) => features)"
    )
    return features


def hover(page: Page, code: str, on: str = MAIN) -> None:
    """Move the mouse over an area; Leaflet passes over moves that follow each other too fast."""
    x, y = place(page, code, on)
    end = time.monotonic() + PATIENCE
    for nudge in count():
        page.mouse.move(x + nudge % 2, y)
        page.evaluate("new Promise((done) => setTimeout(done, 20))")
        if page.evaluate("rudc.map.hovered()") == code:
            return
        if time.monotonic() > end:
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
