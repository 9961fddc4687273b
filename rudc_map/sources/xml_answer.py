"""Answers in XML: parsed without entities, refused with what they are instead."""

from __future__ import annotations

from xml.etree import ElementTree

from rudc_map.errors import SourceError
from rudc_map.sources.http_session import try_again

SHOWN = 200
"""Characters of a service's own message that are passed on."""


def parse_xml(text: str, url: str) -> ElementTree.Element:
    """Parse an answer in XML.

    Parameters
    ----------
    text : str
        The answer.
    url : str
        Its address, for the message.

    Raises
    ------
    SourceError
        If it is an HTML page, declares entities, or is the report of an exception. XML that is
        broken may be whole when it is asked for again (`rudc_map.sources.http_session.try_again`).
    """
    start = text[:2000].lower()
    if "<!doctype" in start or "<html" in start:
        raise SourceError(
            f"{url} answers with a page instead of data; open it in a browser to see what is "
            "wrong, or try again later"
        )
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        message = f"{url} answers with broken XML ({error}); look at it in a browser"
        if text.lstrip()[:1] == "<":  # XML that was cut short
            raise try_again(message) from error
        raise SourceError(message) from error
    if local_name(root) == "ExceptionReport":
        said = " ".join(part.strip() for part in root.itertext() if part.strip())
        raise SourceError(f"{url} refuses ({said[:SHOWN]}); correct sources.toml")
    return root


def local_name(element: ElementTree.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
