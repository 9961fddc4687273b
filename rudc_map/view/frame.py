"""The sheet that every image is printed on: title, footer, and the style of its texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rudc_map.model import Text
from rudc_map.view import svg
from rudc_map.view.fonts import shortened, text_width, wrapped
from rudc_map.view.shown import Shown
from rudc_map.view.texts import say

WIDTH, HEIGHT = 1188, 840
"""Of an image at its single size [pixels]: four times the millimetres of A4 on its side."""

MARGIN = 36
TOP, BOTTOM = 112, 752
"""Between these lies what the image is about."""

INK, SOFT, LINE, ACCENT = "#111827", "#475569", "#94a3b8", "#0b4f9e"

STYLE = (
    f".title{{font-size:27px;font-weight:600}}.sub{{font-size:16px;fill:{SOFT}}}"
    f".map-name{{font-size:16px;font-weight:600}}.head{{font-size:14px;font-weight:600}}.small{{font-size:12px;fill:{SOFT}}}"
    f".strong{{font-weight:600}}.badge{{font-size:12px;font-weight:600;fill:#fff}}"
    f".address{{font-size:11px;fill:{ACCENT}}}.num{{font-variant-numeric:tabular-nums}}"
)

LONGEST_ADDRESS = 2
"""Lines of the footer that the address of the view may take."""


@dataclass(frozen=True)
class Sheet:
    """A whole image, ready to be written.

    Attributes
    ----------
    title : str
        What it is called, subtitle included.
    words : str
        What can be seen, for those who cannot.
    lang : str
        The language of its texts.
    style : str
        CSS of its body.
    body : tuple of str
        Its elements.
    """

    title: str
    words: str
    lang: str
    style: str
    body: tuple[str, ...]

    def svg(self, faces: str = "") -> str:
        """The image as SVG; `faces` is CSS that embeds the fonts, if they are to be in it."""
        return svg.document(
            WIDTH,
            HEIGHT,
            faces + STYLE + self.style,
            list(self.body),
            title=self.title,
            description=self.words,
            lang=self.lang,
        )


def sheet(
    shown: Shown,
    body: list[str],
    style: str,
    *,
    title: str,
    words: str,
    address: str,
    period: str | None = None,
    others: Sequence[Shown] = (),
) -> Sheet:
    """What is shown, between a title and a footer.

    Parameters
    ----------
    shown : Shown
        Gives subtitle, sources and language.
    body : list of str
        What lies between `TOP` and `BOTTOM`.
    style : str
        CSS of the body.
    title : str
        Over the image.
    words : str
        What can be seen.
    address : str
        Where the view is on the web.
    period : str or None
        What the subtitle says instead of the period of the view; empty for none.
    others : sequence of Shown
        What else is shown: their sources stand there too.
    """
    subtitle = shown.subtitle(shown.state.period if period is None else period)
    paper = svg.rect(0, 0, WIDTH, HEIGHT, fill="#ffffff")
    heading, footer = _heading(title, subtitle), _footer([shown, *others], address)
    return Sheet(
        title=f"{title}. {subtitle}",
        words=words,
        lang=shown.lang.value,
        style=style,
        body=(paper, *body, *heading, *footer),
    )


def said(key: str, shown: Shown, **gaps: str | Text) -> str:
    """A text of the catalogue in the language of the image."""
    return say(key, **gaps)[shown.lang]


def credits_of(several: Sequence[Shown]) -> str:
    """Where the figures of several indicators come from: each source once, under its licence.

    The sources of one licence stand together before it.
    """
    sources = several[0].dataset.sources
    named = dict.fromkeys(s for shown in several for s in shown.indicator.sources)
    of_licence: dict[str, list[str]] = {}
    for source in (sources[name] for name in named):
        told = of_licence.setdefault(source.licence or "", [])
        if source.attribution not in told:
            told.append(source.attribution)
    parts = [
        f"{'; '.join(told)} ({licence})" if licence else "; ".join(told)
        for licence, told in of_licence.items()
    ]
    return said("image.source", several[0], sources="; ".join(parts))


def badge(x: float, y: float, label: str, colour: str) -> str:
    """The numbered disc of a selected area."""
    return svg.circle(x, y, 10, fill=colour, stroke="#fff", stroke_width=2) + svg.text(
        x, y + 4.2, label, "badge", "middle"
    )


def _heading(title: str, subtitle: str) -> list[str]:
    room = WIDTH - 2 * MARGIN
    size = 27.0
    while size > 19 and text_width(title, size, 600) > room:
        size -= 1
    shown = shortened(title, size, room, 600)
    heading = svg.element(
        "text",
        {"x": MARGIN, "y": 60, "class": "title", "style": f"font-size:{svg.number(size)}px"},
        svg.escaped(shown),
    )
    return [heading, svg.text(MARGIN, 86, shortened(subtitle, 16, room), "sub")]


def _unbroken(several: Sequence[Shown]) -> str:
    """Where everything comes from; no line ends within the name of a licence."""
    shown = several[0]
    told = f"{credits_of(several)} {shown.boundary_credits}"
    dataset = shown.dataset
    for licence in sorted({dataset.licence, *(s.licence for s in dataset.sources.values())}):
        told = told.replace(licence, licence.replace(" ", "\u00a0"))
    return told


def _footer(several: Sequence[Shown], address: str) -> list[str]:
    shown = several[0]
    brand = said("app.name", shown)
    room = WIDTH - 2 * MARGIN
    beside = room - text_width(brand, 15, 600) - 40
    credit = wrapped(_unbroken(several), 12, beside, most=2)
    where = wrapped(address, 11, room, most=LONGEST_ADDRESS)
    y = BOTTOM + 26
    return [
        svg.lines(MARGIN, y, credit, "small", 16),
        svg.element(
            "text",
            {
                "x": WIDTH - MARGIN,
                "y": y,
                "class": "head",
                "style": f"font-size:15px;fill:{ACCENT}",
                "text-anchor": "end",
            },
            svg.escaped(brand),
        ),
        svg.link(address, svg.lines(MARGIN, y + 16 * len(credit) + 2, where, "address", 14)),
    ]
