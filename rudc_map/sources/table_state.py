"""Whether a table has changed, by what StatLine says of it: one question instead of hundreds."""

from __future__ import annotations

from rudc_map.errors import SourceError
from rudc_map.sources.http import Http

MODIFIED = "Modified"
"""When a table was last changed, in TableInfos of OData v3 and Properties of v4."""


def table_state(http: Http, root: str, protocol: str) -> str | None:
    """Ask when a table was last changed.

    Parameters
    ----------
    http : Http
        The client.
    root : str
        Its service root.
    protocol : str
        "v3" or "v4".

    Returns
    -------
    str or None
        What its publisher says, to be compared as it is; None where that is nothing, so that
        every answer has to be asked about.
    """
    http.vouch(root, None)  # to be asked, not remembered
    try:
        if protocol == "v4":
            said = http.get_json(f"{root}/Properties")
        else:
            said = http.get_json(f"{root}/TableInfos", {"$format": "json"})["value"][0]
        modified = said[MODIFIED]
    except (SourceError, LookupError, TypeError):
        return None  # whatever is wrong shows, and is said, when the table itself is asked for
    return modified.strip() or None if isinstance(modified, str) else None
