"""Files that are written before they are sent, and are gone afterwards whatever happens."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Response, request
from werkzeug.wsgi import wrap_file

from rudc_map.errors import InputError

AT_ONCE = 1 << 18
"""Bytes that are read from the disk at once where the server cannot have the system send them."""

FULL = 507
"""Insufficient Storage (RFC 4918), which also other things than WebDAV may run into."""


def put_written(response: Response, name: str, write: Callable[[Path], None]) -> None:
    """Give the response a file of a known length.

    The file loses its name before the first byte is sent: the system frees its room when the
    server closes it, because all was sent, the asker went away or the process was killed.

    Parameters
    ----------
    response : Response
        What gets the body.
    name : str
        Of the file while it is written; a library may look at its end.
    write : callable
        Writes the file to the path that it is given; an OSError says that it could not.

    Raises
    ------
    InputError
        With status 507 where the disk is full.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="rudc-") as folder:
            path = Path(folder) / name
            write(path)
            file = path.open("rb")
    except OSError as error:
        logging.getLogger(__name__).warning(
            "A download could not be written to %s (%s). TMPDIR names another folder.",
            tempfile.tempdir or "any temporary folder",  # None where there is no such folder
            error,
        )
        raise InputError(
            "Op de server is geen plaats om dit bestand te maken. Probeer het later, of kies CSV "
            "of GeoJSON: die hebben geen plaats nodig.",
            "The server has no room to make this file. Try again later, or choose CSV or GeoJSON: "
            "they need no room.",
            status=FULL,
        ) from error
    response.content_length = os.fstat(file.fileno()).st_size
    response.direct_passthrough = True
    response.response = wrap_file(request.environ, file, AT_ONCE)
