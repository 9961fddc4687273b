"""What a worker no longer uses goes back to the system, so that it stays small."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable

import pyarrow as pa

ARENAS = 2
"""Parts that glibc divides a process's memory into. With the usual eight for each core every thread
has its own, and each keeps what the largest answer of that thread took."""

GIVE_BACK_EVERY = 5.0
"""Seconds between two times that freed memory is given back, which takes some milliseconds."""

_M_ARENA_MAX = -8  # malloc.h


def keep_small() -> None:
    """Have freed memory wait in one place for all, instead of one for each thread and library.

    To be called before data are opened and threads are started. Arrow's own allocator keeps 50 MB
    of what opening the figures of a country takes; the system's is as fast here.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    mallopt = _of_glibc("mallopt")
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Give memory that was freed back to the system; glibc keeps it for what may come.

    Does nothing where the C library is not glibc.
    """
    malloc_trim = _of_glibc("malloc_trim")
    if malloc_trim is not None:
        malloc_trim(0)


def give_back_in_background() -> threading.Thread:
    """Give back again and again.

    Returns
    -------
    threading.Thread
        Started; a daemon, so that it never keeps a server from stopping.
    """

    def repeat() -> None:
        while True:
            time.sleep(GIVE_BACK_EVERY)
            give_back()

    thread = threading.Thread(target=repeat, daemon=True)
    thread.start()
    return thread


def _of_glibc(name: str) -> Callable[..., int] | None:
    return getattr(ctypes.CDLL(None), name, None)
