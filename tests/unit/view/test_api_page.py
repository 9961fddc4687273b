"""What the human page of the API names."""

from __future__ import annotations

import pytest

from rudc_map.model import Lang
from rudc_map.view.api_document import ALL
from rudc_map.view.api_page import api_page_data


@pytest.mark.parametrize("lang", list(Lang))
def test_every_address_is_there_with_each_of_its_parameters(dataset, registry, lang):
    page = api_page_data(dataset, registry, lang)
    assert [operation["id"] for operation in page["operations"]] == [x.id for x in ALL]
    for shown, operation in zip(page["operations"], ALL, strict=True):
        needed = {p["name"] for p in shown["parameters"] if p["needed"]}
        assert needed == {*operation.in_path, *operation.required}
        assert {p["name"] for p in shown["parameters"]} - needed == set(operation.optional)
        assert all(p["text"] for p in shown["parameters"])
    assert [status for status, _ in page["answers"]] == [304, 400, 404, 405, 429, 500]


def test_long_lists_of_values_are_not_spelt_out(dataset, registry):
    page = api_page_data(dataset, registry, Lang.NL)
    values = {p["name"]: p["values"] for o in page["operations"] for p in o["parameters"]}
    assert values["indicator"] == ""
    assert values["niveau"] == "buurt, wijk, gemeente, provincie, land"
    assert values["limit"] == "1 – 5000"
