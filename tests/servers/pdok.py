"""PDOK as a site of our own: atom feeds, files to download, and a WFS that gives pages of 1,000.

    site = Pdok(files={2024: {"wijkenbuurten_2024.gpkg": content}}, layers={2015: {"cbs_...": gdf}})
    with Server(site) as server: ...

It does as the real one does: the index leads to the feed of a data set, ``cql_filter`` is ignored
without a word, the OGC Filter is obeyed, and a layer that does not exist is an ExceptionReport.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from xml.etree import ElementTree

import geopandas as gpd

from tests.servers.base import Answer, Request, as_json, not_found

XML = "text/xml; charset=UTF-8"
FES = "{http://www.opengis.net/fes/2.0}"
ATOM = "http://www.w3.org/2005/Atom"
GPKG = "application/geopackage+sqlite3"
CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}


class Pdok:
    """A site; call it with a request.

    Parameters
    ----------
    files : mapping of year to mapping of name to bytes
        What the feed of a year offers.
    layers : mapping of service and year to mapping of name to GeoDataFrame
        What the WFS has; ``("wijkenbuurten", 2015)``.
    page : int
        The most features it gives at once.
    counts : bool
        Whether it says how many features there are; else ``numberMatched="unknown"``.
    filters, starts : bool
        Whether it obeys Filter and startIndex.
    """

    def __init__(
        self,
        files: Mapping[int, Mapping[str, bytes]] | None = None,
        layers: Mapping[tuple[str, int], Mapping[str, gpd.GeoDataFrame]] | None = None,
        page: int = 1000,
        counts: bool = True,
        filters: bool = True,
        starts: bool = True,
    ) -> None:
        self.files = files or {}
        self.features = {
            service: {name: _features(name, frame) for name, frame in some.items()}
            for service, some in (layers or {}).items()
        }
        self.page, self.counts, self.filters, self.starts = page, counts, filters, starts

    def __call__(self, request: Request) -> Answer:
        found = re.fullmatch(r"/cbs/(\w+)/(\d{4})/(atom|wfs)/(.*)", request.path)
        if found is None:
            return not_found(request)
        service, year, kind, rest = found[1], int(found[2]), found[3], found[4]
        if kind == "atom":
            return self._atom(request, year, rest)
        layers = self.features.get((service, year))
        return not_found(request) if layers is None else self._wfs(request, service, layers)

    def _atom(self, request: Request, year: int, rest: str) -> Answer:
        offered = self.files.get(year)
        if offered is None:
            return not_found(request)
        if rest == "index.xml":
            return _feed(
                f'<link rel="alternate" href="kaart_{year}.xml" type="application/atom+xml"/>'
            )
        if rest == f"kaart_{year}.xml":
            links = "".join(
                f'<link rel="section" href="downloads/{name}" type="{GPKG}" '
                f'length="{len(content)}"/>'
                for name, content in offered.items()
            )
            return _feed('<link rel="up" href="index.xml" type="application/atom+xml"/>' + links)
        content = offered.get(rest.removeprefix("downloads/"))
        return not_found(request) if content is None else Answer(content, kind=GPKG)

    def _wfs(
        self, request: Request, service: str, layers: Mapping[str, list[dict[str, object]]]
    ) -> Answer:
        query = {name.lower(): value for name, value in request.query.items()}
        if query.get("request") == "GetCapabilities":
            return _capabilities(service, layers)
        name = query.get("typenames", "").rpartition(":")[2]
        if query.get("request") != "GetFeature" or name not in layers:
            return _exception(f"TYPENAME '{name}' is not known")
        features = layers[name]
        if self.filters and "filter" in query:
            features = list(filter(_obeys(query["filter"]), features))
        if query.get("resulttype") == "hits":
            return _hits(len(features) if self.counts else None)
        start = int(query.get("startindex", 0)) if self.starts else 0
        count = min(int(query.get("count", self.page)), self.page)
        content = {"type": "FeatureCollection", "name": name, "crs": CRS}
        if self.counts:
            content |= {"numberMatched": len(features)}
        return as_json({**content, "features": features[start : start + count]})


def _features(name: str, frame: gpd.GeoDataFrame) -> list[dict[str, object]]:
    content = json.loads(frame.to_json(drop_id=True))
    return [
        {**feature, "id": f"{name}.{number}"}
        for number, feature in enumerate(content["features"], start=1)
    ]


def _feed(links: str) -> Answer:
    return Answer(
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="{ATOM}"><title>CBS</title>'
        f'<link rel="self" href="index.xml" type="application/atom+xml"/>'
        f"<entry><title>kaart</title>{links}</entry></feed>".encode(),
        kind="application/atom+xml; charset=UTF-8",
    )


def _capabilities(service: str, layers: Mapping[str, object]) -> Answer:
    types = "".join(f"<FeatureType><Name>{service}:{name}</Name></FeatureType>" for name in layers)
    return Answer(
        '<?xml version="1.0" encoding="UTF-8"?><wfs:WFS_Capabilities version="2.0.0" '
        'xmlns="http://www.opengis.net/wfs/2.0" xmlns:wfs="http://www.opengis.net/wfs/2.0">'
        f"<FeatureTypeList>{types}</FeatureTypeList></wfs:WFS_Capabilities>".encode(),
        kind=XML,
    )


def _hits(count: int | None) -> Answer:
    said = "unknown" if count is None else str(count)
    return Answer(
        '<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection '
        f'xmlns:wfs="http://www.opengis.net/wfs/2.0" numberMatched="{said}" numberReturned="0"/>'
        "".encode(),
        kind=XML,
    )


def _exception(message: str) -> Answer:
    return Answer(
        '<?xml version="1.0" encoding="UTF-8"?><ows:ExceptionReport version="2.0.0" '
        f'xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception exceptionCode="'
        f'InvalidParameterValue"><ows:ExceptionText>{message}</ows:ExceptionText></ows:Exception>'
        "</ows:ExceptionReport>".encode(),
        kind=XML,
    )


def _obeys(text: str) -> Callable[[dict[str, object]], bool]:
    """A filter of one or more PropertyIsEqualTo, any of which will do."""
    wanted = [
        (equal.findtext(f"{FES}ValueReference"), equal.findtext(f"{FES}Literal"))
        for equal in ElementTree.fromstring(text).iter(f"{FES}PropertyIsEqualTo")
    ]
    return lambda feature: any(feature["properties"].get(name) == value for name, value in wanted)
