"""Filling the cache in the background, so that the first visitor does not wait for it."""

from __future__ import annotations

import fcntl
import importlib
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import product
from pathlib import Path

from flask import Flask

from rudc_map.model import Indicator, Lang, Level, Region
from rudc_map.settings import PROJECT
from rudc_map.view.area_profile import area_profile
from rudc_map.view.areas import DETAILED
from rudc_map.view.auto_level import is_usual, level_at, usual_zoom
from rudc_map.view.levels import offered_levels
from rudc_map.view.map_paths import TOLERANCES
from rudc_map.view.state import parse_state, query_string
from rudc_map.web.data import Served
from rudc_map.web.live import Live

FIRST_PAGE = "/"

IMAGES = ("kaart.png", "kaart.svg")
"""Images of the first page: the fonts and borders in them take a second to make."""

ANALYSES = ("border", "pattern", "related")
"""The files of the first page's indicator whose code takes longest to load."""


PACKAGES_OF_ANALYSES = ("scipy.stats", "sklearn.neighbors", "esda")
"""What the analyses import when they are first asked for: one to three seconds in all."""

PROFILED = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
"""The levels that most visitors read about."""

BEFORE_PROFILES = 2.0
"""Seconds until a worker prepares the pages about areas."""

AFTER_START = 15.0
"""Seconds until a worker loads these: its first visitors come first."""


def import_in_background(after: float = AFTER_START) -> threading.Thread:
    """Load the packages behind the analyses, so that nobody who asks for one waits for that.

    Parameters
    ----------
    after : float
        Seconds to wait first.

    Returns
    -------
    threading.Thread
        Started; a daemon.
    """

    def load() -> None:
        time.sleep(after)
        for package in PACKAGES_OF_ANALYSES:
            importlib.import_module(package)

    thread = threading.Thread(target=load, daemon=True)
    thread.start()
    return thread


def prepare_profiles(live: Live, after: float = BEFORE_PROFILES) -> threading.Thread:
    """Make a page about one area of each level, so that the first visitor of another waits less.

    What areas share (the values of what they are compared with, the places of all) is kept in
    memory by `rudc_map.indicators.memo`; the pages themselves are thrown away.

    Parameters
    ----------
    live : Live
        What is served.
    after : float
        Seconds to wait first.

    Returns
    -------
    threading.Thread
        Started; a daemon.
    """

    def make() -> None:
        time.sleep(after)
        served = live.now
        areas = served.dataset.areas
        gemeenten = served.dataset.regions[0].gemeenten
        inside = areas[areas["gemeente"].isin(gemeenten)] if gemeenten else areas
        for level in PROFILED:
            of_level = inside.index[inside["level"] == level]
            for code in of_level[:1]:
                area_profile(served.dataset, served.registry, code, None, Lang.NL)

    thread = threading.Thread(target=make, daemon=True)
    thread.start()
    return thread


def fill_in_background(cache_dir: Path) -> threading.Thread:
    """Have the cache filled by another process; of several workers with one cache, one does it.

    In a process of its own (`rudc_map.fill_cache`), for what simplifies, draws and analyses takes
    200 MB and seconds of the processor, which a worker that finds the files can do without.

    Parameters
    ----------
    cache_dir : Path
        Where the cache is; holds the lock.

    Returns
    -------
    threading.Thread
        Started; a daemon, so that it never keeps a server from stopping.
    """
    thread = threading.Thread(target=_fill_once, args=(cache_dir / "warm.lock",), daemon=True)
    thread.start()
    return thread


def _fill_once(lock_file: Path) -> None:
    with suppress(OSError), lock_file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails where another worker has it
        command = [sys.executable, "-m", "rudc_map.fill_cache"]
        subprocess.run(command, cwd=PROJECT, stdin=subprocess.DEVNULL, check=False)


def fill(server: Flask, served: Served, wanted: Callable[[], bool] = lambda: True) -> None:
    """Ask for what a first visit needs, and for the outlines of images.

    These take seconds for a country, and a worker that makes them itself 150 MB.

    Parameters
    ----------
    server : Flask
        The complete application.
    served : Served
        What it serves.
    wanted : callable
        Asked before each file; False ends it.
    """
    client = server.test_client()
    for address in first_visit(server, served):
        if not wanted():
            return
        client.get(address, headers={"Accept-Encoding": "br"})
    for level, tolerance in product(served.dataset.counts(), TOLERANCES):
        if not wanted():
            return
        served.paths(level, tolerance)


def first_visit(server: Flask, served: Served) -> list[str]:
    """The addresses behind the first page, then every indicator as it is first shown."""
    page = server.test_client().get(FIRST_PAGE).get_data(as_text=True)
    behind = dict.fromkeys(re.findall(r'"(/(?:_dash-component-suites|code|d)/[^"]+)"', page))
    region = served.dataset.regions[0]
    values = [
        f"/d/{served.version}/values/{region.id}/{indicator.id}/"
        f"{_first_level(region, indicator)}/{indicator.periods[-1]}.json"
        for indicator in served.registry.indicators
    ]
    shown = parse_state({}, served.dataset, served.registry).state
    query = (
        f"regio={shown.region}&indicator={shown.indicator}"
        f"&niveau={shown.level}&periode={shown.period}"
    )
    analyses = [f"/d/{served.version}/{name}.json?{query}" for name in ANALYSES]
    offered = offered_levels(region, served.registry.get(shown.indicator))
    images = [
        f"/{name}?{query_string(replace(shown, auto=False, level=level))}"
        for name in IMAGES
        for level in offered
    ]
    levels = [f"/d/{served.version}/geometry/{level}.json" for level in served.dataset.counts()]
    names = [f"/d/{served.version}/areas/{level}.json" for level in DETAILED]
    borders = f"/d/{served.version}/borders.json"
    return [FIRST_PAGE, *behind, borders, *names, *levels, *values, *analyses, *images]


def _first_level(region: Region, indicator: Indicator) -> Level:
    """The level at which an indicator is first shown in a region."""
    offered = offered_levels(region, indicator)
    return level_at(usual_zoom(region), offered) if is_usual(region) else offered[0]
