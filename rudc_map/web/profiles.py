"""The pages about areas: ``/gebied/<code>``, readable addresses, and the same as PDF."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    g,
    make_response,
    redirect,
    request,
)

from rudc_map.model import COUNTRY, Lang, Region
from rudc_map.view.area_addresses import (
    REGION,
    ROOT,
    address_book,
    address_of_area,
    address_of_region,
    slug,
)
from rudc_map.view.area_profile import AreaProfile, area_profile
from rudc_map.web.bundle import Bundle
from rudc_map.web.data import Served
from rudc_map.web.encoded import encoded, put_encoded
from rudc_map.web.live import Live
from rudc_map.web.plain_page import asked_each_time, asked_lang, lang_query, plain_page

QUICK = 5
"""Quality of Brotli: somebody waits for the page."""

ASK_EACH_TIME = "no-cache"
MOVED = "public, max-age=3600"

CODE = re.compile(r"(BU|WK|GM|PV|NL)\d+", re.IGNORECASE)

LICENCES = {"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/"}
"""Where a licence can be read."""

TEMPLATES = Path(__file__).parent / "templates"


def profile_routes(live: Live, bundle: Bundle) -> Blueprint:
    """The pages about areas.

    Parameters
    ----------
    live : Live
        What is served.
    bundle : Bundle
        Has the style sheet; it stands in the pages, which are often the first that somebody sees
        and are painted without a second question then.
    """
    routes = Blueprint("profiles", __name__)
    look = f"{bundle.plain_style_address} {_digest(*sorted(TEMPLATES.glob('*.html')))}"

    @routes.before_request
    def choose_data() -> None:
        g.served = live.now

    @routes.get(f"{ROOT}<code>.pdf")
    def pdf_of_area(code: str) -> Response:
        known = address_book(g.served.dataset).paths
        if code not in known:
            return abort(404)
        return _pdf(Asked(g.served, code, None, asked_lang()))

    @routes.get(f"{ROOT}{REGION}/<region>.pdf")
    def pdf_of_region(region: str) -> Response:
        found = _region(g.served, region)
        return abort(404) if found is None else _pdf(Asked(g.served, *found, asked_lang()))

    @routes.get(f"{ROOT}{REGION}/<region>")
    def of_region(region: str) -> Response:
        found = _region(g.served, region)
        if found is None:
            return _moved(address_of_region(slug(region))) if slug(region) != region else abort(404)
        return _page(Asked(g.served, found[0], found[1], asked_lang()), bundle, look)

    @routes.get(f"{ROOT}<name>")
    @routes.get(f"{ROOT}<name>/<part>")
    def of_area(name: str, part: str | None = None) -> Response:
        return _of_path(name if part is None else f"{name}/{part}", bundle, look)

    return routes


@dataclass(frozen=True)
class Asked:
    """Which page is asked for."""

    served: Served
    code: str
    region: Region | None
    lang: Lang

    @property
    def path(self) -> str:
        """The address of the page."""
        if self.region is not None:
            return address_of_region(self.region.id)
        return address_of_area(self.served.dataset, self.code)

    def profile(self) -> AreaProfile:
        """What stands on it."""
        served = self.served
        return area_profile(served.dataset, served.registry, self.code, self.region, self.lang)


def _of_path(path: str, bundle: Bundle, look: str) -> Response:
    """The page at a readable address or a code; a choice where a name stands for several areas."""
    served: Served = g.served
    book = address_book(served.dataset)
    if CODE.fullmatch(path):
        code = path.upper()
        if code not in book.paths:
            abort(404)
        if book.paths[code] != path:
            return _moved(ROOT + book.paths[code])
        return _page(Asked(served, code, None, asked_lang()), bundle, look)
    codes = book.areas.get(path, ())
    if len(codes) == 1:
        return _page(Asked(served, codes[0], None, asked_lang()), bundle, look)
    if codes:
        return _choice(path, codes, bundle.plain_style_address)
    plain = "/".join(slug(part) for part in path.split("/"))
    if plain != path and plain in book.areas:
        return _moved(ROOT + plain)
    return abort(404)


def _region(served: Served, wanted: str) -> tuple[str, Region | None] | None:
    """The code and the region of a name in an address; the whole country is an area."""
    for region in served.dataset.regions:
        if region.id == wanted:
            return (region.id, region) if region.gemeenten else (COUNTRY, None)
    return None


def _moved(address: str) -> Response:
    """Lead to the address of the page, in the same language."""
    response = make_response(redirect(address + lang_query(asked_lang()), 301))
    response.headers["Cache-Control"] = MOVED
    return response


def _page(asked: Asked, bundle: Bundle, look: str) -> Response:
    """The page, from the cache or made now; only its tag where the asker has it already."""
    host = request.url_root.rstrip("/")
    key = f"{asked.served.version}/gebied/{asked.code}/{asked.lang}/{host}/{look}"
    response = Response(mimetype="text/html")
    response.headers["Cache-Control"] = ASK_EACH_TIME
    response.headers["Vary"] = "Accept-Encoding"
    tag = hashlib.sha256(key.encode()).hexdigest()[:16]
    response.set_etag(tag)
    if tag not in request.if_none_match:
        file = encoded(asked.served.cache, key, lambda: _html(asked, host, bundle).encode(), QUICK)
        put_encoded(response, file, request)
    response.make_conditional(request)
    return response


def _pdf(asked: Asked) -> Response:
    """The same as PDF, from the cache or made now."""
    from rudc_map.view.area_pdf import area_pdf  # noqa: PLC0415  (brings Typst)

    host, cache = request.url_root.rstrip("/"), asked.served.cache
    key = f"{asked.served.version}/gebied/{asked.code}/{asked.lang}/{host}/pdf"
    tag = hashlib.sha256(key.encode()).hexdigest()[:16]
    response = Response(mimetype="application/pdf")
    response.headers["Cache-Control"] = ASK_EACH_TIME
    response.headers["Link"] = f'<{host}{asked.path}>; rel="canonical"'
    name = f"{asked.path.removeprefix(ROOT).replace('/', '-')}-{asked.lang}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.set_etag(tag)
    if tag not in request.if_none_match:
        body = cache.get(key)
        if not isinstance(body, bytes):
            body = area_pdf(asked.profile(), host)
            cache.set(key, body, timeout=0)
        response.set_data(body)
    response.make_conditional(request)
    return response


def _html(asked: Asked, host: str, bundle: Bundle) -> str:
    profile = asked.profile()
    return plain_page(
        "profile.html",
        asked.lang,
        bundle.plain_style_address,
        rules=bundle.plain_style.decode(),
        profile=profile,
        host=host,
        path=asked.path,
        addresses={str(x): host + asked.path + lang_query(x) for x in Lang},
        linked_data=json.dumps(linked_data(profile, host), ensure_ascii=False).replace(
            "<", "\\u003c"
        ),
        pdf=f"{ROOT}{asked.code if asked.region is None else f'{REGION}/{asked.code}'}.pdf",
        spark=spark_path,
    )


def _choice(path: str, codes: tuple[str, ...], style: str) -> Response:
    """The areas that an address may stand for."""
    served: Served = g.served
    areas = served.dataset.areas
    choices = [
        {
            "name": areas.at[code, "name"],
            "level": areas.at[code, "level"],
            "wijk": areas["name"].get(areas.at[code, "wijk"], ""),
            "code": code,
            "address": address_of_area(served.dataset, code),
        }
        for code in codes
    ]
    page = plain_page(
        "profile_choice.html",
        asked_lang(),
        style,
        choices=choices,
        gemeente=areas.at[areas.at[codes[0], "gemeente"], "name"],
        path=ROOT + path,
    )
    return asked_each_time(page)


def linked_data(profile: AreaProfile, host: str) -> dict[str, Any]:
    """What the page is about for search engines: a Place, and the Dataset of its figures."""
    place: dict[str, Any] = {
        "@type": "AdministrativeArea",
        "@id": f"{host}{profile.address}#gebied",
        "name": profile.name,
        "identifier": profile.code,
        "url": f"{host}{profile.address}",
    }
    if profile.crumbs:
        larger = profile.crumbs[-1]
        place["containedInPlace"] = {
            "@type": "AdministrativeArea",
            "name": larger.words,
            "url": host + larger.address,
        }
    facts = [fact for theme in profile.themes for fact in theme.facts]
    dataset = {
        "@type": "Dataset",
        "name": profile.title,
        "description": profile.description,
        "url": f"{host}{profile.address}",
        "inLanguage": profile.lang.value,
        "isAccessibleForFree": True,
        "license": LICENCES.get(profile.about["licence"], profile.about["licence"]),
        "creditText": "; ".join(profile.sources),
        "spatialCoverage": {"@id": f"{host}{profile.address}#gebied"},
        "variableMeasured": [fact.name for fact in facts],
    }
    return {"@context": "https://schema.org", "@graph": [place, dataset]}


def spark_path(values: tuple[float, ...], width: int = 96, height: int = 26) -> list[str]:
    """The lines of a small chart of the periods: broken where a value is not known."""
    known = [value for value in values if value == value]  # noqa: PLR0124  (NaN is not itself)
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    step = (width - 8) / (len(values) - 1)
    lines: list[list[str]] = []
    current: list[str] = []
    for i, value in enumerate(values):
        if value != value:  # noqa: PLR0124
            lines.append(current)
            current = []
        else:
            y = height - 4 - (value - low) / span * (height - 8)
            current.append(f"{4 + i * step:.1f},{y:.1f}")
    return [" ".join(line) for line in (*lines, current) if line]


def _digest(*files: Path) -> str:
    """What changes with the templates, which the version of the data does not know."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
