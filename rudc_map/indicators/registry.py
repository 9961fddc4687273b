"""The registry: finds the layers in a package and looks indicators up by id."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from types import ModuleType

from rudc_map.errors import InputError, LayerError
from rudc_map.model import Indicator, Layer


@dataclass(frozen=True)
class Registry:
    """All layers, in the order in which they are offered."""

    layers: tuple[Layer, ...]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, layer by layer."""
        return tuple(i for layer in self.layers for i in layer.indicators)

    def find(self, indicator: str) -> Indicator | None:
        """The indicator with this id, None where there is none."""
        return next((i for i in self.indicators if i.id == indicator), None)

    def get(self, indicator: str) -> Indicator:
        """The indicator with this id.

        Raises
        ------
        InputError
            With status 404, where there is none.
        """
        found = self.find(indicator)
        if found is None:
            raise InputError(
                f"Er is geen indicator '{indicator}'. Zie /api/v1/indicators voor de lijst.",
                f"There is no indicator '{indicator}'. See /api/v1/indicators for the list.",
                status=404,
            )
        return found

    def layer_of(self, indicator: str) -> Layer:
        """The layer that holds the indicator."""
        return next(x for x in self.layers if any(i.id == indicator for i in x.indicators))


def discover(package: ModuleType) -> Registry:
    """Import every module of `package` and collect its ``LAYER``.

    Raises
    ------
    LayerError
        Naming the file, where a module has no ``LAYER``, its layer is called otherwise or an id
        stands twice.
    """
    layers: list[Layer] = []
    for module_info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{module_info.name}")
        layer = getattr(module, "LAYER", None)
        if not isinstance(layer, Layer):
            raise LayerError(
                f"layers/{module_info.name}.py offers no LAYER: end it with LAYER = Layer(...), "
                "see docs/layers.md"
            )
        if layer.id != module_info.name:
            raise LayerError(
                f"layers/{module_info.name}.py holds the layer '{layer.id}': give the layer the id "
                f"'{module_info.name}', or the file the name {layer.id}.py"
            )
        layers.append(layer)
    layers.sort(key=lambda layer: (layer.order, layer.id))
    _refuse_duplicates(layers)
    return Registry(tuple(layers))


def _refuse_duplicates(layers: list[Layer]) -> None:
    seen: dict[str, str] = {}
    for layer in layers:
        for indicator in layer.indicators:
            if indicator.id in seen:
                raise LayerError(
                    f"the indicator id '{indicator.id}' stands in both layers/{seen[indicator.id]}"
                    f".py and layers/{layer.id}.py: give one of them another id"
                )
            seen[indicator.id] = layer.id
