"""The parameters of the public API: what may stand in each, as JSON Schema.

Which of them a question takes stands in `rudc_map.view.api_operations`; `ApiQuery` reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.registry import Registry
from rudc_map.model import Level, Text
from rudc_map.view.api_query import (
    DETAILS,
    FLAGS,
    FORMATS,
    LONGEST_SEARCH,
    MOST_ROWS,
    MOST_SKIPPED,
    SHORTEST_SEARCH,
)
from rudc_map.view.query import MOST_AREAS
from rudc_map.view.texts import say

Schema = dict[str, Any]


@dataclass(frozen=True)
class Parameter:
    """A parameter with the name and the spelling it has in a page's address.

    Attributes
    ----------
    name : str
        Its name; texts.toml explains it as ``api.parameter.<name>``.
    schema : callable
        From the data served to what may stand in it.
    example : str
        Something that may.
    """

    name: str
    schema: Callable[[Dataset, Registry], Schema]
    example: str

    @property
    def text(self) -> Text:
        """What it means."""
        return say(f"api.parameter.{self.name}")


def _always(**schema: Any) -> Callable[[Dataset, Registry], Schema]:
    return lambda _dataset, _registry: schema


def _indicators(_dataset: Dataset, registry: Registry) -> Schema:
    return {"type": "string", "enum": [indicator.id for indicator in registry.indicators]}


_A_CODE: Schema = {"type": "string", "pattern": "^(BU|WK|GM|PV|NL)[0-9A-Za-z]{2,8}$"}
_CODE = _always(**_A_CODE)
_TEXT = _always(type="string", minLength=1)

PARAMETERS = {
    parameter.name: parameter
    for parameter in (
        Parameter("indicator", _indicators, "woz_waarde"),
        Parameter("niveau", _always(type="string", enum=[*map(str, Level)]), "gemeente"),
        Parameter("periode", _TEXT, "2024"),
        Parameter("code", _CODE, "GM0014"),
        Parameter("gebied", _CODE, "GM0106"),
        Parameter(
            "gebieden",
            _always(type="array", items=_A_CODE, minItems=1, maxItems=MOST_AREAS),
            "GM0014,GM0106",
        ),
        Parameter("referentie", _TEXT, "nederland"),
        Parameter("regio", _TEXT, "groningen-drenthe"),
        Parameter("lijkt", _TEXT, "woz_waarde*2;inwoners"),
        Parameter("eigen", _TEXT, "c:53.21940,6.56650,1500:inwoners"),
        Parameter("over_de_grens", _always(type="string", enum=[*FLAGS]), "1"),
        Parameter("overal", _always(type="string", enum=[*FLAGS]), "1"),
        Parameter(
            "zoek",
            _always(type="string", minLength=SHORTEST_SEARCH, maxLength=LONGEST_SEARCH),
            "beijum",
        ),
        Parameter("lat", _always(type="number", minimum=-90, maximum=90), "53.2194"),
        Parameter("lon", _always(type="number", minimum=-180, maximum=180), "6.5665"),
        Parameter("detail", _always(type="string", enum=[*DETAILS]), DETAILS[0]),
        Parameter("formaat", _always(type="string", enum=[*FORMATS]), FORMATS[0]),
        Parameter("limit", _always(type="integer", minimum=1, maximum=MOST_ROWS), "100"),
        Parameter("offset", _always(type="integer", minimum=0, maximum=MOST_SKIPPED), "0"),
        Parameter("taal", _always(type="string", enum=["en", "nl"]), "en"),
    )
}
"""By name."""
