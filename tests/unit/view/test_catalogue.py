"""What there is to choose, as the page and the API describe it."""

from __future__ import annotations

import pytest

from rudc_map.model import Lang
from rudc_map.view.catalogue import catalogue


@pytest.mark.parametrize("lang", list(Lang))
def test_it_tells_which_indicators_have_an_interval(dataset, registry, ask_api, lang):
    on_page = {i["id"]: i["interval"] for i in catalogue(dataset, registry, lang)["indicators"]}
    in_api = {i["id"]: i["interval"] for i in ask_api("/indicators")["indicatoren"]}

    assert on_page == in_api
    assert on_page == {i.id: None if i.events_per is None else "byar" for i in registry.indicators}
    assert set(on_page.values()) == {"byar", None}
