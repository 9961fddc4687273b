"""What a site that knows oEmbed is told about one of our addresses (https://oembed.com, 1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from rudc_map.errors import InputError
from rudc_map.model import Lang
from rudc_map.view.embed import EmbedOptions, EmbedView
from rudc_map.view.texts import say

USUAL = (640, 600)
"""Width and height [pixels] of an embed, where nothing is asked for."""

USUAL_MAP = 440
"""Height [pixels] of a map without its legend."""

FORMATS = ("json", "xml")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the address, and the most the embed may measure [pixels]."""

    url: str
    form: str = "json"
    maxwidth: int | None = None
    maxheight: int | None = None


def read_wanted(query: Mapping[str, str]) -> Wanted:
    """The parameters of a question; what oEmbed does not know is passed over.

    Raises
    ------
    InputError
        Without an address (400), with a size that is no whole number above zero (400), or a
        format other than json and xml (501, as oEmbed has it).
    """
    url, form = query.get("url", "").strip(), query.get("format", "json").strip().lower()
    if not url:
        raise InputError(
            "Geef met 'url' het adres van een kaart.", "Give the address of a map as 'url'."
        )
    if form not in FORMATS:
        raise InputError(
            f"De vorm '{form[:20]}' bestaat niet; kies json of xml.",
            f"There is no format '{form[:20]}'; choose json or xml.",
            status=501,
        )
    return Wanted(url, form, _size(query, "maxwidth"), _size(query, "maxheight"))


def oembed_answer(
    *,
    title: str,
    embed: str,
    image: tuple[str, int, int],
    root: str,
    options: EmbedOptions,
    wanted: Wanted,
    lang: Lang,
) -> dict[str, Any]:
    """The answer: an iframe that fits what is asked for, and the still image as a thumbnail.

    Parameters
    ----------
    title : str
        Of the map.
    embed : str
        The address that the frame shows.
    image : tuple
        Address, width and height [pixels] of the still image.
    root : str
        The address of this server.
    options : EmbedOptions
        How the map is shown; a map without its legend is less high.
    wanted : Wanted
        The sizes that may not be passed.
    lang : Lang
        Of the provider's name.
    """
    usual_height = USUAL_MAP if options.view is EmbedView.MAP else USUAL[1]
    width = min(USUAL[0], wanted.maxwidth or USUAL[0])
    height = min(usual_height, wanted.maxheight or usual_height)
    thumbnail = dict(
        zip(("thumbnail_url", "thumbnail_width", "thumbnail_height"), image, strict=True)
    )
    fits = image[1] <= (wanted.maxwidth or image[1]) and image[2] <= (wanted.maxheight or image[2])
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": say("app.name")[lang],
        "provider_url": root,
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": iframe(embed, title, width, height),
        **(thumbnail if fits else {}),  # it may not be larger than what is asked for either
    }


def iframe(address: str, title: str, width: int, height: int) -> str:
    """A frame as it stands in HTML.

    Examples
    --------
    >>> iframe("https://kaart.example/embed?a=1&b=2", "65-plus", 640, 480)[:60]
    '<iframe src="https://kaart.example/embed?a=1&amp;b=2" title='
    """
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" '
        f'height="{height}" style="border:0;max-width:100%" loading="lazy" '
        'referrerpolicy="strict-origin-when-cross-origin"></iframe>'
    )


def _size(query: Mapping[str, str], name: str) -> int | None:
    given = query.get(name, "").strip()
    if not given:
        return None
    if not given.isascii() or not given.isdigit() or int(given[:9]) < 1:
        raise InputError(
            f"'{name}' is een heel getal in pixels, niet '{given[:20]}'.",
            f"'{name}' is a whole number of pixels, not '{given[:20]}'.",
        )
    return int(given[:9])
