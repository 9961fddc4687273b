"""Measure one page once, in a browser of its own.

Every page does the same: it calls ``performance.mark("choropleth-painted")`` in the animation
frame after the one in which it drew the choropleth, so once those pixels were handed to the screen,
and it offers ``window.benchSwitch(indicator)``. How each page knows that it has drawn is told in
``rivals/leaflet_assets/painted.js`` and ``rivals/plotly_assets/painted.js``.

WebGL, which Plotly needs, runs in software (SwiftShader) under these flags, for all pages alike;
Chromium chooses it by itself after ``--disable-gpu``.
"""

from __future__ import annotations

import base64
import itertools
import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserType
from playwright.sync_api import Page as Tab

from bench.network import Traffic
from bench.pages import Page

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Keeps everybody off the network. Playwright's route() would do so too, but it sends each
    # request through Python and turns the browser's cache off.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
VIEWPORT = {"width": 1440, "height": 900}
TOOLS = Path(__file__).with_name("inpage.js")
PAINT_MS = 60_000
PAN_SECONDS = 2.0
LONG_FRAME_MS = 34
MIN_SHARE = 0.002
"""Smallest share of the map's pixels for a colour to count as shown."""


class BadPageError(Exception):
    """The page did not show what it must show."""


@dataclass
class Result:
    """What one visit to a page measured; times in ms, sizes in bytes."""

    first_paint: float
    answers: float
    """When the map can be hovered and moved, where the areas are drawn before that."""
    switch_cold: float
    switch_warm: float
    switches_cold: list[float]
    switches_warm: list[float]
    wire: float
    unpacked: float
    requests: int
    geometry: float
    """Bytes of outlines and borders at the first load, compressed; 0 where they are not apart."""
    pan_fps: float
    pan_long_share: float
    pan_longest: float
    heap: float
    drawn_share: float
    """Share of the map's pixels that are not its background."""
    outside: list[str]
    errors: list[str]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def launch(chromium: BrowserType, executable: str) -> Browser:
    """Start a browser with a fresh profile."""
    return chromium.launch(executable_path=executable, headless=True, args=list(FLAGS))


def visit(browser: Browser, page: Page, url: str, shots: Path) -> Result:
    """Load `page`, switch, pan, and check by its pixels that all that truly happened."""
    context = browser.new_context(viewport=VIEWPORT, locale="nl-NL")  # type: ignore[arg-type]
    try:
        tab = context.new_page()
        tab.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
        errors: list[str] = []
        tab.on("pageerror", lambda error: errors.append(str(error)))
        traffic = Traffic(context.new_cdp_session(tab))
        tab.goto(url, wait_until="commit")
        tab.evaluate(TOOLS.read_text("utf-8"))
        first = float(tab.evaluate(f"benchTools.painted(0, {PAINT_MS})"))
        traffic.wait_idle(tab)
        answers = float(tab.evaluate("benchTools.answers()")) or first
        geometry = float(tab.evaluate("benchTools.geometry()"))
        _settle(tab)
        wire, unpacked, requests = traffic.wire, traffic.unpacked, traffic.requests
        box = _map_box(tab)
        loaded = _shot(tab, shots / f"{page.name}-1-load.png")

        if page.inject:
            tab.evaluate(f"() => {{ {page.inject}; }}")  # a bare function would be called
        start, *others = page.indicators
        cold = [_switch(tab, indicator) for indicator in others]
        switched = _shot(tab, shots / f"{page.name}-2-switched.png")
        warm = [_switch(tab, indicator) for indicator in (start, *others) * 2]
        heap = _heap(tab)
        before = _shot(tab, shots / f"{page.name}-3-warm.png")
        frames = _pan(tab, box)
        _settle(tab)
        panned = _shot(tab, shots / f"{page.name}-4-panned.png")

        drawn = _check(tab, page, box, (loaded, switched, before, panned))
        gaps = [b - a for a, b in itertools.pairwise(frames)]
        return Result(
            first_paint=first,
            answers=answers,
            switch_cold=median(cold),
            switch_warm=median(warm),
            switches_cold=cold,
            switches_warm=warm,
            wire=wire,
            unpacked=unpacked,
            requests=requests,
            geometry=geometry,
            pan_fps=1000 * len(gaps) / sum(gaps),
            pan_long_share=sum(gap > LONG_FRAME_MS for gap in gaps) / len(gaps),
            pan_longest=max(gaps),
            heap=heap,
            drawn_share=drawn,
            outside=sorted(set(traffic.outside)),
            errors=errors,
        )
    finally:
        context.close()


def _switch(tab: Tab, indicator: str) -> float:
    took = float(tab.evaluate(f"(id) => benchTools.timeSwitch(id, {PAINT_MS})", indicator))
    _settle(tab)
    return took


def _settle(tab: Tab, quiet: float = 0.4) -> None:
    """Wait until no paint was marked for `quiet` seconds."""
    count, since = tab.evaluate("benchTools.marks()"), time.monotonic()
    while time.monotonic() - since < quiet:
        tab.wait_for_timeout(100)
        now = tab.evaluate("benchTools.marks()")
        if now != count:
            count, since = now, time.monotonic()


def _map_box(tab: Tab) -> dict[str, int]:
    box = tab.locator(".leaflet-container, .maplibregl-map").first.bounding_box()
    if box is None:
        raise BadPageError("no map on the page")
    sides = (("x", box["x"]), ("y", box["y"]), ("width", box["width"]), ("height", box["height"]))
    return {name: round(value) for name, value in sides}


def _shot(tab: Tab, path: Path) -> str:
    return base64.b64encode(tab.screenshot(path=path)).decode()


def _heap(tab: Tab) -> float:
    session = tab.context.new_cdp_session(tab)
    session.send("HeapProfiler.collectGarbage")
    used = float(session.send("Runtime.getHeapUsage")["usedSize"])
    session.detach()
    return used


def _pan(tab: Tab, box: dict[str, int]) -> list[float]:
    """Drag the map along an ellipse for `PAN_SECONDS`; times of the frames meanwhile."""
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x + 5, y + 5)  # the drag begins
    tab.evaluate("benchTools.startFrames()")
    start = time.monotonic()
    while (passed := time.monotonic() - start) < PAN_SECONDS:
        turn = 1.5 * math.pi * passed / PAN_SECONDS
        tab.mouse.move(x + 200 * math.sin(turn), y + 150 * (1 - math.cos(turn)))
        time.sleep(0.004)
    frames: list[float] = tab.evaluate("benchTools.stopFrames()")
    tab.mouse.up()
    return frames


def _check(tab: Tab, page: Page, box: dict[str, int], shots: tuple[str, ...]) -> float:
    """Fail unless the choropleth, a switch and the pan can be seen; share of pixels drawn."""
    loaded, switched, before, panned = shots
    seen: list[tuple[str, float]] = tab.evaluate(
        "([png, box]) => benchTools.colours(png, box)", [loaded, box]
    )
    classes = _shown(seen, page.colours)
    if len(classes) < 4:
        raise BadPageError(f"only {len(classes)} class colours on the map: {seen[:8]}")
    for what, one, other in (("switch", loaded, switched), ("pan", before, panned)):
        changed = tab.evaluate("(a) => benchTools.changed(...a)", [one, other, box])
        if changed < 0.05:
            raise BadPageError(f"a {what} changed only {changed:.1%} of the map")
    background = next((colour for colour, _ in seen if colour not in classes), "")
    return 1 - dict(seen).get(background, 0.0)


def _shown(seen: list[tuple[str, float]], wanted: tuple[str, ...]) -> list[str]:
    """The class colours among `seen`; without `wanted`: any that are clearly not grey or alike."""
    found: list[str] = []
    for colour, share in seen:
        if share < MIN_SHARE:
            continue
        if wanted:
            if colour in wanted:
                found.append(colour)
        else:
            red, green, blue = _rgb(colour)
            grey = max(red, green, blue) - min(red, green, blue) < 12
            if not grey and all(_far(colour, other) for other in found):
                found.append(colour)
    return found


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _far(one: str, other: str) -> bool:
    return max(abs(a - b) for a, b in zip(_rgb(one), _rgb(other), strict=True)) > 12
