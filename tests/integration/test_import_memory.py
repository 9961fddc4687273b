"""What a data set is made of is let go of before it is verified (bench.import_speed measures)."""

from __future__ import annotations

import weakref

from rudc_map.commands import from_files, imports
from rudc_map.dataset import make
from rudc_map.dataset.home import Home
from rudc_map.sources import local_files
from tests.integration.small_map import ASSEN, write_small_map


def test_nothing_that_was_read_or_built_is_held_while_it_is_verified(tmp_path, monkeypatch):
    kept: dict[str, weakref.ref[object]] = {}

    def remembered(name, function, part):
        def call(*arguments, **named):
            made = function(*arguments, **named)
            kept[name] = weakref.ref(part(made))
            return made

        return call

    build, read, verify = (
        from_files.build_national_areas,
        local_files.read_boundary_set,
        make._require_verified,
    )
    monkeypatch.setattr(
        from_files, "build_national_areas", remembered("built", build, lambda a: a["buurt"])
    )
    monkeypatch.setattr(
        local_files, "read_boundary_set", remembered("read", read, lambda b: b.figures)
    )
    held: list[str] = []

    def verified(folder, known_areas):
        held.extend(name for name, reference in kept.items() if reference() is not None)
        verify(folder, known_areas)

    monkeypatch.setattr(make, "_require_verified", verified)
    monkeypatch.setenv("RUDC_DATA_DIR", str(tmp_path / "data"))
    path = write_small_map(tmp_path / "wijkenbuurten_2024.gpkg")

    imports.import_files([path], None, ASSEN, None, quiet=True)

    assert set(kept) == {"built", "read"}
    assert held == []
    assert Home(tmp_path / "data").current.startswith("deel-2024")
