"""What a long command shows while it is busy; nothing without a terminal or with --quiet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")]


@contextmanager
def steps(what: str, quiet: bool) -> Iterator[tuple[Callable[[str], None], Console]]:
    """Show the step that a command is at.

    Yields
    ------
    (callable, Console)
        To be called with the name of each step, and where results are printed; silent if `quiet`.
    """
    console = Console(soft_wrap=True, quiet=quiet)
    with console.status(what) as status:
        yield (lambda step: status.update(f"{what}: {step}")), console
