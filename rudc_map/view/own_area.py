"""An own area and its code in an address: a polygon, a circle or a set of areas."""

from __future__ import annotations

from collections.abc import Container

import polyline

from rudc_map.errors import InputError
from rudc_map.model import CountBy, OwnArea
from rudc_map.view.texts import say

MAX_VERTICES = 200
MAX_OWN_PARTS = 200
MIN_RADIUS, MAX_RADIUS = 100.0, 50_000.0
"""Of a circle [m]."""

WEST, SOUTH, EAST, NORTH = 2.5, 50.0, 8.0, 54.5
"""Where an own area may lie: the Netherlands, with some room [degrees]."""

DECIMALS = 5
"""Decimals of a coordinate in an address: 1.1 m north to south."""


def own_area_code(own: OwnArea | None) -> str:
    """An own area as it stands in an address; empty for none.

    The vertices of a polygon are an encoded polyline (Google's algorithm, 5 decimals).

    Examples
    --------
    >>> own_area_code(OwnArea(centre=(53.2194, 6.5665), radius=1500.0))
    'c:53.21940,6.56650,1500:inwoners'
    >>> own_area_code(OwnArea(ring=((53.2, 6.5), (53.3, 6.5), (53.3, 6.6)), by=CountBy.AREA))
    'v:_sucI_ptf@_pR??_pR:oppervlakte'
    """
    if own is None:
        return ""
    if own.areas:
        return f"g:{','.join(own.areas)}:{own.by}"
    if own.centre is not None:
        lat, lon = own.centre
        return f"c:{lat:.{DECIMALS}f},{lon:.{DECIMALS}f},{own.radius:.0f}:{own.by}"
    return f"v:{polyline.encode(list(own.ring), DECIMALS)}:{own.by}"


def read_own_area(code: str, known: Container[str]) -> OwnArea:
    """The own area that a code in an address stands for.

    Parameters
    ----------
    code : str
        ``v:<polyline>:<by>``, ``c:<lat>,<lon>,<radius>:<by>`` or ``g:<codes>:<by>``.
    known : container of str
        The codes of the areas that exist.

    Raises
    ------
    InputError
        Saying what is wrong and what would be right.
    """
    kind, _, rest = code.partition(":")
    what, _, by = rest.rpartition(":")
    try:
        count_by = CountBy(by)
        if kind == "v":
            return OwnArea(ring=_ring(what), by=count_by)
        if kind == "c":
            centre, radius = _circle(what)
            return OwnArea(centre=centre, radius=radius, by=count_by)
        if kind == "g":
            return OwnArea(areas=_parts(what, known), by=count_by)
    except (ValueError, IndexError):
        pass
    raise _wrong("own_area.unreadable")


def _ring(code: str) -> tuple[tuple[float, float], ...]:
    vertices = [(round(lat, DECIMALS), round(lon, DECIMALS)) for lat, lon in polyline.decode(code)]
    if len(vertices) > 1 and vertices[0] == vertices[-1]:
        vertices.pop()
    if len(vertices) > MAX_VERTICES:
        raise _wrong("own_area.too_many_vertices", most=str(MAX_VERTICES))
    if len(set(vertices)) < 3:
        raise _wrong("own_area.too_few_vertices")
    for vertex in vertices:
        _check_place(vertex)
    return tuple(vertices)


def _circle(code: str) -> tuple[tuple[float, float], float]:
    lat, lon, radius = (float(part) for part in code.split(","))
    _check_place((lat, lon))
    if not MIN_RADIUS <= radius <= MAX_RADIUS:
        raise _wrong("own_area.radius_wrong", low="0,1", high=f"{MAX_RADIUS / 1000:.0f}")
    return (round(lat, DECIMALS), round(lon, DECIMALS)), float(round(radius))


def _parts(code: str, known: Container[str]) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(part for part in code.split(",") if part))
    unknown = [part for part in codes if part not in known]
    if unknown:
        raise _wrong("notice.areas", wanted=", ".join(unknown[:5]))
    if not codes:
        raise _wrong("own_area.unreadable")
    if len(codes) > MAX_OWN_PARTS:
        raise _wrong("own_area.too_many_parts", most=str(MAX_OWN_PARTS))
    return codes


def _check_place(place: tuple[float, float]) -> None:
    lat, lon = place
    if not (SOUTH <= lat <= NORTH and WEST <= lon <= EAST):
        raise _wrong("own_area.outside")


def _wrong(key: str, **gaps: str) -> InputError:
    text = say(key, **gaps)
    return InputError(text.nl, text.en)
