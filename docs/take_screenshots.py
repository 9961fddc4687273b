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
PICTURES = {
    "map-1440x900.png": (1440, 900, "/?indicator=woz_waarde", None),
    "comparison-1440x900.png": (
        1440,
        900,
        f"/?indicator=ervaren_gezondheid&{SELECTION}&referentie=gemeente",
        None,
    ),
    "difference-1440x900.png": (
        1440,
        900,
        "/?indicator=zorgkosten_totaal&regio=nederland&weergave=natuurlijk-5-blauw-verschil",
        None,
    ),
    "two-maps-1440x900.png": (
        1440,
        900,
        f"/?indicator=woz_waarde&tweede=ervaren_gezondheid;2024&{SELECTION}&beeld=twee-kaarten",
        None,
    ),
    "two-places-1440x900.png": (
        1440,
        900,
        "/?indicator=woz_waarde&beeld=twee-gebieden"
        "&kaart=53.2190,6.5680,11.5&plaats=52.9960,6.5640",
        None,
    ),
    "series-1440x900.png": (1440, 900, "/?indicator=ervaren_gezondheid&beeld=reeks", None),
    "bivariate-1440x900.png": (
        1440,
        900,
        "/?indicator=ervaren_gezondheid&tweede=woz_waarde;2024&beeld=samenhang&grafiek=spreiding",
        None,
    ),
    "border-1440x900.png": (
        1440,
        900,
        "/?indicator=woz_waarde&laag=provinciegrens&grafiek=grens&kaart=53.1200,6.5600,10.5",
        None,
    ),
    "clusters-1440x900.png": (
        1440,
        900,
        "/?indicator=ervaren_gezondheid&regio=groningen-drenthe&laag=clusters&grafiek=patroon",
        None,
    ),
    "own-area-1440x900.png": (
        1440,
        900,
        "/?indicator=misdrijven_per_1000&gebieden=BU00140001&kaart=53.2180,6.5670,12"
        "&eigen=c:53.21940,6.56650,1500:inwoners",
        None,
    ),
    "table-1440x900.png": (
        1440,
        900,
        f"/?indicator=misdrijven_per_1000&{SELECTION}&grafiek=tabel&breed=ja",
        None,
    ),
    "map-390x844.png": (390, 844, "/?indicator=woz_waarde", None),
    "choose-390x844.png": (390, 844, "/?indicator=misdrijven_per_1000", "choose"),
    "comparison-390x844.png": (
        390,
        844,
        f"/?indicator=ervaren_gezondheid&{SELECTION}&referentie=gemeente",
        "compare",
    ),
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
        for name, (width, height, path, sheet) in PICTURES.items():
            page = chromium.new_page(viewport={"width": width, "height": height})
            page.goto(base + path)
            settle(page, charts="gebieden=" in path and "grafiek=tabel" not in path)
            if sheet:
                page.click(f"#tabs [data-sheet={sheet}]")
                page.wait_for_timeout(400)
            page.screenshot(path=DOCS / name)
            print(f"docs/{name}")
            page.close()
        chromium.close()


def settle(page: Page, charts: bool) -> None:
    """Wait until the map, its legend, borders and names, and the charts are there."""
    page.wait_for_function("performance.getEntriesByName('map-answers').length > 0")
    page.wait_for_selector("#legend h2", state="attached")
    if charts:
        page.wait_for_selector("#charts .main-svg", state="attached")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2000)


if __name__ == "__main__":
    main()
