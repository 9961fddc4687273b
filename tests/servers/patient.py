"""The app as it is served, but no file is too slow for it: a busy computer fails no test.

How long a sender and the reading may take is for the tests of `rudc_map.web.own_file` itself.
"""

from __future__ import annotations

from app import server
from rudc_map.web import own_file

__all__ = ["server"]

own_file.UPLOAD_SECONDS = own_file.READ_SECONDS = 600
