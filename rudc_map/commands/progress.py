"""What a long command shows while it is busy; nothing without a terminal or with --quiet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")]

Step = Callable[[str], None]


@contextmanager
def steps(what: str, quiet: bool) -> Iterator[tuple[Step, Console]]:
    """Show the step that a command is at.

    Yields
    ------
    (callable, Console)
        To be called with the name of each step, and where results are printed; silent if `quiet`.
    """
    console = Console(soft_wrap=True, quiet=quiet)
    with console.status(what) as status:
        yield (lambda step: status.update(f"{what}: {step}")), console


@contextmanager
def downloads(
    quiet: bool,
) -> Iterator[tuple[Callable[[str, int, int | None], None], Step, Console]]:
    """Show what is being fetched: a bar for each step, with what came, the rate and the time left.

    Yields
    ------
    (callable, callable, Console)
        To be told of every piece (`rudc_map.sources.http_session.Progress`), to be called with
        the name of each step, and where results are printed.
    """
    console = Console(soft_wrap=True, quiet=quiet)
    bars = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    )
    shown = _Shown(bars)
    with bars:
        yield shown.arrived, shown.step, console


class _Shown:
    """One bar for the step at hand; the pieces of all its addresses add up in it."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task: TaskID | None = None
        self._sizes: dict[str, int] = {}
        self._totals: dict[str, int | None] = {}

    def step(self, name: str) -> None:
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._sizes, self._totals = {}, {}
        self._task = self._bars.add_task(name, total=None)

    def arrived(self, url: str, size: int, total: int | None) -> None:
        """Be told of a piece; called by several threads, each for its own address."""
        self._sizes[url], self._totals[url] = size, total
        if self._task is not None:
            totals = list(self._totals.values())
            known = [one for one in totals if one is not None]
            whole = sum(known) if len(known) == len(totals) else None
            self._bars.update(self._task, completed=sum(list(self._sizes.values())), total=whole)
