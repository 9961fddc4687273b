"""Takes the screenshots under docs/ of the running app: ``make screenshots``."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

DOCS = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SELECTION = "gebieden=BU00140001,BU01060302,BU17300109"
DESK, PHONE = (1440, 900), (390, 844)


@dataclass(frozen=True)
class Shot:
    """A picture: the address, the size, and what is done before it is taken."""

    path: str
    size: tuple[int, int] = DESK
    then: Callable[[Page], None] = lambda _page: None
    dark: bool = False
    printed: bool = False


def sheet(name: str) -> Callable[[Page], None]:
    """Open a sheet of the phone's layout."""
    return lambda page: page.click(f"#tabs [data-sheet={name}]")


def press(selector: str) -> Callable[[Page], None]:
    """Press a button."""
    return lambda page: page.click(selector)


def look_at_a_file(page: Page) -> None:
    """Put a file with a mark for every buurt of Assen on the map of this window."""
    areas = page.evaluate(
        "fetch('/api/v1/areas?niveau=buurt').then((r) => r.json()).then((found) => "
        "found.gebieden.filter((area) => area.gemeente === 'GM0106').map((area) => area.code))"
    )
    rows = [f"{code};{6 + at * 7 % 23 / 10:.1f}".replace(".", ",") for at, code in enumerate(areas)]
    content = "\n".join(["buurtcode;Rapportcijfer leefbaarheid", *rows]).encode()
    page.click("#own-file")
    page.locator("dialog.own-file input[type=file]").set_input_files(
        {"name": "Leefbaarheid 2023.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.wait_for_selector("dialog.own-file [data-figure]")


def in_an_article(page: Page) -> None:
    """Put three embeds in an article."""
    base = page.evaluate("location.origin")
    frame = '<iframe src="{}" width="100%" height="{}" style="border:0" title="Kaart"></iframe>'
    views = (
        (f"{base}/embed?indicator=woz_waarde&{SELECTION}&hoogte=auto", 560),
        (f"{base}/embed?indicator=woz_waarde&{SELECTION}&view=grafiek&hoogte=auto", 300),
        (f"{base}/embed?indicator=woz_waarde&{SELECTION}&view=tabel&hoogte=auto", 360),
    )
    first, *others = (frame.format(*view) for view in views)
    page.goto(f"{base}/robots.txt")  # frames of this machine are refused to a page from nowhere
    page.set_content(
        "<!doctype html><html lang=nl><body style='max-width:1100px;margin:24px auto;"
        "font:18px/1.6 Georgia,serif'><h1>Wonen langs de grens</h1><p>Een huis in het zuiden van "
        "de regio kost meer dan een huis in het noorden. De kaart, de cijfers en de tabel komen "
        "alle drie uit de buurtkaart.</p><div style='display:grid;grid-template-columns:3fr 2fr;"
        f"gap:24px'>{first}<div>{''.join(others)}</div></div>"
        f"<script src='{base}/embed.js' async></script></body></html>"
    )
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2500)


SHOTS = {
    "map-1440x900.png": Shot("/?indicator=woz_waarde"),
    "map-dark-1440x900.png": Shot("/?indicator=woz_waarde", dark=True),
    "comparison-1440x900.png": Shot(
        f"/?indicator=ervaren_gezondheid&{SELECTION}&referentie=gemeente"
    ),
    "difference-1440x900.png": Shot(
        "/?indicator=zorgkosten_totaal&regio=nederland&weergave=natuurlijk-5-blauw-verschil"
    ),
    "two-maps-1440x900.png": Shot(
        f"/?indicator=woz_waarde&tweede=ervaren_gezondheid;2024&{SELECTION}&beeld=twee-kaarten"
    ),
    "two-places-1440x900.png": Shot(
        "/?indicator=woz_waarde&beeld=twee-gebieden&kaart=53.2190,6.5680,11.5&plaats=52.9960,6.5640"
    ),
    "series-1440x900.png": Shot("/?indicator=ervaren_gezondheid&beeld=reeks"),
    "bivariate-1440x900.png": Shot(
        "/?indicator=ervaren_gezondheid&tweede=woz_waarde;2024&beeld=samenhang&grafiek=spreiding"
    ),
    "border-1440x900.png": Shot(
        "/?indicator=woz_waarde&laag=provinciegrens&grafiek=grens&kaart=53.1200,6.5600,10.5"
    ),
    "clusters-1440x900.png": Shot(
        "/?indicator=ervaren_gezondheid&regio=groningen-drenthe&laag=clusters&grafiek=patroon"
    ),
    "own-area-1440x900.png": Shot(
        "/?indicator=misdrijven_per_1000&gebieden=BU00140001&kaart=53.2180,6.5670,12"
        "&eigen=c:53.21940,6.56650,1500:inwoners"
    ),
    "own-file-1440x900.png": Shot("/?kaart=52.9960,6.5640,12", then=look_at_a_file),
    "table-1440x900.png": Shot(
        f"/?indicator=misdrijven_per_1000&{SELECTION}&grafiek=tabel&breed=ja"
    ),
    "share-1440x900.png": Shot(f"/?indicator=woz_waarde&{SELECTION}", then=press("#share")),
    "downloads-1440x900.png": Shot(f"/?indicator=woz_waarde&{SELECTION}", then=press("#downloads")),
    "area-1440x900.png": Shot("/gebied/BU00140606"),
    "data-1440x900.png": Shot("/gegevens"),
    "api-1440x900.png": Shot("/api"),
    "area-printed-794x1123.png": Shot("/gebied/BU00140606", (794, 1123), printed=True),
    "article-1440x900.png": Shot("/embed?indicator=woz_waarde", then=in_an_article),
    "embed-640x480.png": Shot(f"/embed?indicator=woz_waarde&{SELECTION}", (640, 480)),
    "map-390x844.png": Shot("/?indicator=woz_waarde", PHONE),
    "choose-390x844.png": Shot("/?indicator=misdrijven_per_1000", PHONE, sheet("choose")),
    "comparison-390x844.png": Shot(
        f"/?indicator=ervaren_gezondheid&{SELECTION}&referentie=gemeente", PHONE, sheet("compare")
    ),
    "area-390x844.png": Shot("/gebied/BU00140606", PHONE),
    "my-area-390x844.png": Shot("/mijn-buurt?q=9727", PHONE),
}


def main() -> None:
    """Start the app on a free port, take every picture, stop the app."""
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("No browser found. Install chromium, or name one in CHROMIUM.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "rudc_map/web/gunicorn.conf.py",
        "app:server",
    ]
    with tempfile.TemporaryDirectory() as scratch:
        environment = {**os.environ, "PORT": str(port), "RUDC_CACHE_DIR": f"{scratch}/cache"}
        environment |= {"RUDC_DATA_DIR": f"{scratch}/data", "RUDC_OWN_DIR": f"{scratch}/own"}
        server = subprocess.Popen(command, cwd=DOCS.parent, env=environment)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            take_all(browser, f"http://127.0.0.1:{port}")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def wait_for(address: str) -> None:
    """Wait until the app answers."""
    for _ in range(150):
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The app did not start.")


def take_all(browser: str, base: str) -> None:
    """Take every picture with one browser."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=ARGS)
        for name, shot in SHOTS.items():
            width, height = shot.size
            page = chromium.new_page(
                viewport={"width": width, "height": height},
                locale="nl-NL",
                color_scheme="dark" if shot.dark else "light",
                bypass_csp=True,  # waiting evaluates strings
            )
            page.emulate_media(media="print" if shot.printed else "screen")
            page.goto(base + shot.path)
            settle(page, shot.path)
            shot.then(page)
            page.wait_for_timeout(800)
            page.screenshot(path=DOCS / name)
            print(f"docs/{name}")
            page.close()
        chromium.close()


def settle(page: Page, path: str) -> None:
    """Wait until the page is there; of the map also legend, borders, names and charts."""
    if path.startswith("/?"):
        page.wait_for_function("performance.getEntriesByName('map-answers').length > 0")
        page.wait_for_selector("#legend h2", state="attached")
        if "gebieden=" in path and "grafiek=tabel" not in path:
            page.wait_for_selector("#charts .main-svg", state="attached")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2000)


if __name__ == "__main__":
    main()
