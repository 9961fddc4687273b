"""Addresses that lead to a test server, as RUDC_SOURCES would, and a quick client."""

from __future__ import annotations

from pathlib import Path

from rudc_map.sources.addresses import SOURCES_FILE, Addresses, read_addresses
from rudc_map.sources.http import Http
from rudc_map.sources.http_session import Patience
from tests.servers.base import Server

QUICK = Patience(attempts=4, first_wait=0.01, longest_wait=0.05, silence=60, answer=60, pause=0)


def client(**more: object) -> Http:
    return Http(["127.0.0.1"], **{"patience": QUICK, **more})


def addresses_of(server: Server, folder: Path, protocol: str = "v3") -> Addresses:
    """The project's own sources.toml with every site replaced by the server."""
    text = SOURCES_FILE.read_text(encoding="utf-8")
    for site in read_addresses().sites:
        text = text.replace(f"https://{site}", server.address)
    sites = text.index("sites = ["), text.index("]", text.index("sites = [")) + 1
    text = text[: sites[0]] + 'sites = ["127.0.0.1"]' + text[sites[1] :]
    kwb = text.index("[kwb]")
    text = text[:kwb] + text[kwb:].replace('protocol = "v3"', f'protocol = "{protocol}"', 1)
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return read_addresses(path)
