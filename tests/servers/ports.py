"""Ports for the programs that tests and benchmarks start."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def free_port() -> Iterator[int]:
    """A port of the loopback that is ours until the end, and on which nobody listens yet.

    It stays bound meanwhile, so that it is given neither to another program nor to an outgoing
    connection between choosing it and listening on it. Linux lets a server that sets SO_REUSEADDR,
    as gunicorn does, listen there all the same; elsewhere the port is let go of at once.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        if sys.platform != "linux":
            held.close()
        yield port
