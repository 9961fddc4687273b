"""Writing SVG: elements with escaped text, numbers without noise, and a whole document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from rudc_map.view.fonts import FALLBACK, FAMILY

Attribute = str | float | None

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow, not even escaped."""


def escaped(words: str) -> str:
    """Text that stands in XML as it is read; what XML cannot hold becomes a replacement sign.

    Examples
    --------
    >>> escaped('a < b & "c"')
    'a &lt; b &amp; &quot;c&quot;'
    """
    return escape(NOT_IN_XML.sub("\ufffd", words), quote=True).replace("\r", "&#13;")


def number(value: float) -> str:
    """A number in as few digits as a hundredth of a pixel needs.

    Examples
    --------
    >>> number(12.0), number(0.126), number(-0.001)
    ('12', '0.13', '0')
    """
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def element(tag: str, attributes: Mapping[str, Attribute] | None = None, *children: str) -> str:
    """An element; attributes that are None are left out, `children` are markup already.

    Examples
    --------
    >>> element("text", {"x": 1.5, "id": None}, escaped("a & b"))
    '<text x="1.5">a &amp; b</text>'
    """
    parts = [
        f' {name}="{escaped(value) if isinstance(value, str) else number(value)}"'
        for name, value in (attributes or {}).items()
        if value is not None
    ]
    inner = "".join(children)
    return f"<{tag}{''.join(parts)}>{inner}</{tag}>" if inner else f"<{tag}{''.join(parts)}/>"


def text(x: float, y: float, words: str, look: str, anchor: str | None = None) -> str:
    """A line of text with its baseline at (x, y) [pixels]; it stays text."""
    return element("text", {"x": x, "y": y, "class": look, "text-anchor": anchor}, escaped(words))


def lines(x: float, y: float, words: list[str], look: str, step: float) -> str:
    """Lines of text, the first with its baseline at (x, y), each `step` below the one before."""
    return "".join(text(x, y + i * step, line, look) for i, line in enumerate(words))


def rect(x: float, y: float, width: float, height: float, **attributes: Attribute) -> str:
    """A rectangle."""
    box = {"x": x, "y": y, "width": width, "height": height}
    return element("rect", {**box, **_named(attributes)})


def line(x1: float, y1: float, x2: float, y2: float, **attributes: Attribute) -> str:
    """A straight line."""
    return element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, **_named(attributes)})


def circle(x: float, y: float, radius: float, **attributes: Attribute) -> str:
    """A disc."""
    return element("circle", {"cx": x, "cy": y, "r": radius, **_named(attributes)})


def path(d: str, **attributes: Attribute) -> str:
    """A path."""
    return element("path", {"d": d, **_named(attributes)})


def group(children: list[str], **attributes: Attribute) -> str:
    """Elements that are drawn together."""
    return element("g", _named(attributes), "".join(children))


def link(address: str, *children: str) -> str:
    """Elements that lead to an address."""
    return element("a", {"href": address}, *children)


def document(
    width: float,
    height: float,
    style: str,
    body: list[str],
    *,
    title: str,
    description: str,
    lang: str,
) -> str:
    """A whole SVG document.

    Parameters
    ----------
    width, height : float
        Its size [pixels].
    style : str
        CSS for the classes that `body` uses.
    body : list of str
        Elements.
    title, description : str
        For a screen reader.
    lang : str
        Language of its texts.
    """
    style = f"text{{font-family:'{FAMILY}',{FALLBACK};font-size:13px;fill:#111827}}{style}"
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": width,
            "height": height,
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "role": "img",
            "lang": lang,
            "aria-labelledby": "t d",
        },
        element("title", {"id": "t"}, escaped(title)),
        element("desc", {"id": "d"}, escaped(description)),
        f"<style>{style}</style>",
        *body,
    )


def _named(attributes: Mapping[str, Attribute]) -> dict[str, Attribute]:
    """Attributes as SVG spells them: look is class, an underscore is a hyphen."""
    spelt = {"look": "class"}
    return {spelt.get(name, name.replace("_", "-")): value for name, value in attributes.items()}
