"""docs/layers.md names every field of the contract, and its example is a layer that works."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from rudc_map.model import Aggregation, Indicator, Input, Layer, Text

PAGE = Path(__file__).parents[3] / "docs" / "layers.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text("utf-8")


@pytest.fixture(scope="module")
def example(page: str) -> dict[str, object]:
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert code, "docs/layers.md has no example"
    namespace: dict[str, object] = {}
    exec(compile(code.group(1), str(PAGE), "exec"), namespace)
    return namespace


@pytest.mark.parametrize(
    ("contract", "name"),
    [
        (contract, field.name)
        for contract in (Layer, Indicator, Input, Aggregation, Text)
        for field in fields(contract)
    ],
)
def test_every_field_is_documented(page: str, contract: type, name: str) -> None:
    sections = re.split(r"^## ", page, flags=re.MULTILINE)
    section = [text for text in sections if text.startswith(f"The fields of `{contract.__name__}`")]

    assert section, f"docs/layers.md has no section for {contract.__name__}"
    assert f"`{name}`" in section[0], f"docs/layers.md does not explain {contract.__name__}.{name}"


def test_the_example_is_a_layer(example: dict[str, object]) -> None:
    layer = example["LAYER"]

    assert isinstance(layer, Layer)
    assert f"layers/{layer.id}.py" in PAGE.read_text("utf-8")


def test_the_example_computes_what_the_page_says(example: dict[str, object]) -> None:
    layer = example["LAYER"]
    assert isinstance(layer, Layer)
    water, inhabitants = pd.Series([157.0]), pd.Series([69701.0])

    result = layer.indicators[0].compute(water, inhabitants)

    assert result.round(1).tolist() == [22.5]  # Assen: 1,570,000 m2 over 69,701 inhabitants


def test_the_commands_name_files_that_exist(page: str) -> None:
    for path in re.findall(r"`((?:tests|rudc_map|layers)/[\w/]+\.py)`", page):
        assert path == "layers/water.py" or (PAGE.parents[1] / path).exists(), path
