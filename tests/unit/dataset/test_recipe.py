import pandas as pd
import pytest

from rudc_map.dataset.recipe import (
    RECIPE,
    Recipe,
    digest_of_files,
    digest_of_table,
    read_recipe,
    write_recipe,
)
from rudc_map.errors import DatasetError
from rudc_map.sources.jobs import Wanted
from rudc_map.sources.tidy import tidy

WANTED = Wanted(2024, ("grenzen", "kwb"), ("GM0014", "GM0106"), (2023, 2024), (2025,))


@pytest.mark.parametrize("gemeenten", [None, ("GM0014",)])
def test_it_is_read_as_it_was_written(tmp_path, gemeenten):
    wanted = Wanted(2024, ("grenzen",), gemeenten, (2024,), ())
    recipe = Recipe(wanted, {"grenzen": "ab", "kwb 2024": "cd"})
    write_recipe(recipe, tmp_path)
    assert read_recipe(tmp_path) == recipe


def test_a_data_set_that_was_not_fetched_has_none(tmp_path):
    assert read_recipe(tmp_path) is None


@pytest.mark.parametrize("text", ["", "= 1", 'vintage = "x"\ngemeenten = []', "\x00"])
def test_one_that_cannot_be_read_is_named(tmp_path, text):
    write_recipe(Recipe(WANTED, {}), tmp_path)
    (tmp_path / RECIPE).write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=r"recipe\.toml cannot be read .*data fetch"):
        read_recipe(tmp_path)


def table(**changed):
    row = {"code": "GM0014", "variable": "a_inw", "period": "2024", "value": 5.0} | changed
    return tidy(pd.DataFrame([row]), "x")


@pytest.mark.parametrize(
    "changed",
    [{"value": 6.0}, {"value": None}, {"code": "GM0106"}, {"status": "voorlopig"}, {"lower": 4.0}],
)
def test_a_digest_names_everything_in_a_table(changed):
    assert digest_of_table(table()) == digest_of_table(table())
    assert digest_of_table(table(**changed)) != digest_of_table(table())


def test_a_digest_names_a_file_or_the_layers_in_a_folder(tmp_path):
    for name in ("buurt_2015.geojson", "wijk_2015.geojson"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    before = digest_of_files(tmp_path)
    (tmp_path / "wijk_2015.geojson").write_text("other", encoding="utf-8")
    assert digest_of_files(tmp_path) != before
    assert digest_of_files(tmp_path / "buurt_2015.geojson") != before
