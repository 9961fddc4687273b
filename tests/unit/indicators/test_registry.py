"""Finding the layers: a dropped-in file is offered, a wrong one is named."""

from __future__ import annotations

import importlib
import sys
from itertools import count
from pathlib import Path

import pytest

import layers
from rudc_map.errors import InputError, LayerError
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.registry import discover
from rudc_map.model import Level

LAYER_FILE = """
from rudc_map.model import (
    SUM, Direction, Indicator, Input, Layer, Level, Text
)

def doubled(values):
    return values * 2

LAYER = Layer(
    id={layer!r},
    name=Text("Thema", "Theme"),
    explanation=Text("Uitleg.", "Explanation."),
    order={order},
    indicators=(
        Indicator(
            id={indicator!r},
            name=Text("Naam", "Name"),
            explanation=Text("Uitleg.", "Explanation."),
            unit=Text("inwoners", "inhabitants"),
            decimals=0,
            levels=(Level.GEMEENTE,),
            periods=("2024",),
            direction=Direction.NEITHER,
            aggregation=SUM,
            inputs=(Input("a_inw"),),
            compute=doubled,
            sources=("kwb",),
        ),
    ),
)
"""
NUMBERS = count()


def layer_file(layer: str, indicator: str, order: int = 1) -> str:
    return LAYER_FILE.format(layer=layer, indicator=indicator, order=order)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Write files into a package of their own and import it."""
    name = f"dropped_in_{next(NUMBERS)}"
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.syspath_prepend(tmp_path)

    def write(**files: str):
        (folder / "__init__.py").write_text("")
        for file, source in files.items():
            (folder / f"{file}.py").write_text(source)
        importlib.invalidate_caches()
        return importlib.import_module(name)

    yield write
    for module in [m for m in sys.modules if m.split(".")[0] == name]:
        del sys.modules[module]


def test_every_file_in_layers_is_offered_in_order(registry):
    files = {f.stem for f in Path(layers.__file__).parent.glob("*.py")} - {"__init__"}

    assert {layer.id for layer in registry.layers} == files
    assert [x.order for x in registry.layers] == sorted(x.order for x in registry.layers)
    assert {"inwoners", "woz_waarde", "misdrijven_per_1000"} <= {i.id for i in registry.indicators}


def test_an_indicator_is_found_with_its_layer(registry):
    assert registry.get("misdrijven_per_1000").id == "misdrijven_per_1000"
    assert registry.find("misdrijven_per_1000") is registry.get("misdrijven_per_1000")
    assert registry.layer_of("misdrijven_per_1000").id == "veiligheid"
    for layer in registry.layers:
        assert {registry.layer_of(i.id).id for i in layer.indicators} == {layer.id}


def test_an_unknown_indicator_is_a_404_in_both_languages(registry):
    assert registry.find("bestaat_niet") is None

    with pytest.raises(InputError) as caught:
        registry.get("bestaat_niet")

    assert caught.value.status == 404
    assert caught.value.message_nl.startswith("Er is geen indicator 'bestaat_niet'")
    assert caught.value.message_en.startswith("There is no indicator 'bestaat_niet'")


def test_dropping_a_file_in_is_all_it_takes(package, dataset):
    found = discover(package(water=layer_file("water", "waterstand")))

    indicator = found.get("waterstand")
    assert found.layer_of("waterstand").id == "water"
    values = indicator_values(dataset, indicator, Level.GEMEENTE, "2024").values
    assert values["GM0106"] == 2 * 69701


def test_layers_come_in_their_order_not_in_that_of_their_names(package):
    found = discover(
        package(
            aarde=layer_file("aarde", "een", order=20),
            lucht=layer_file("lucht", "twee", order=10),
            vuur=layer_file("vuur", "drie", order=10),
        )
    )

    assert [layer.id for layer in found.layers] == ["lucht", "vuur", "aarde"]
    assert [i.id for i in found.indicators] == ["twee", "drie", "een"]


@pytest.mark.parametrize("source", ["", "LAYER = 'water'", "layer = None"])
def test_a_file_without_a_layer_is_named(package, source):
    with pytest.raises(LayerError, match=r"layers/leeg\.py offers no LAYER"):
        discover(package(water=layer_file("water", "waterstand"), leeg=source))


def test_an_indicator_id_in_two_files_names_both(package):
    one, other = layer_file("lucht", "fijnstof"), layer_file("stof", "fijnstof")

    with pytest.raises(LayerError) as caught:
        discover(package(lucht=one, stof=other))

    assert "'fijnstof'" in str(caught.value)
    assert "layers/lucht.py" in str(caught.value)
    assert "layers/stof.py" in str(caught.value)


def test_a_copied_file_that_kept_its_layer_id_is_named(package):
    one = layer_file("lucht", "fijnstof")

    with pytest.raises(LayerError, match=r"layers/stof\.py holds the layer 'lucht'"):
        discover(package(lucht=one, stof=one))
