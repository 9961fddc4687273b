"""The folder of own figures: what may stand in it, what is held back, and joining it."""

from __future__ import annotations

import pandas as pd
import pytest

from rudc_map.dataset.own import read_own
from rudc_map.dataset.own_join import with_own
from rudc_map.dataset.own_values import computable
from rudc_map.errors import DatasetError, RudcError
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.own_layer import with_own_layer
from rudc_map.model import Level, MissingReason

HEAD = 'format = 1\nfile = "f.csv"\nadded = "2026-01-31"\n'
COUNT = """
[figures.aantal]
title = { nl = "Aantal", en = "Number" }
explanation = { nl = "Uitleg.", en = "Explanation." }
unit = { nl = "", en = "" }
decimals = 0
direction = "hoger_is_slechter"
aggregation = "som"
source = "Gemeente"
licence = "CC BY 4.0"
smallest_group = 10
"""
MEAN = (
    COUNT.replace("aantal", "cijfer")
    .replace('"som"', '"gewogen_gemiddelde"\nweight = "a_inw"')
    .replace("decimals = 0", "decimals = 1")
)
GROUPED = MEAN + 'group = "n"\n'


@pytest.fixture
def folder(tmp_path):
    """Writes one own file and gives its folder."""

    def write(rows, toml=COUNT, name="f"):
        (tmp_path / f"{name}.toml").write_text(HEAD + toml, encoding="utf-8")
        (tmp_path / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return tmp_path

    return write


def values(folder, figure="aantal"):
    (file,) = read_own(folder)
    frame = file.values[figure]
    return dict(zip(frame["code"], zip(frame["value"], frame["missing"], strict=True), strict=True))


def reasons(folder, figure="aantal"):
    return {code: reason for code, (_, reason) in values(folder, figure).items()}


def test_the_same_content_is_the_same_file_and_other_content_is_not(folder):
    """By this the server knows data that it has opened before."""
    where = folder(["code;periode;aantal", "BU00140000;2024;12"])
    before = read_own(where)
    assert read_own(where) == before
    folder(["code;periode;aantal", "BU00140000;2024;13"])
    assert read_own(where) != before


def test_no_folder_holds_no_figures(tmp_path):
    assert read_own(tmp_path / "none") == ()
    assert read_own(tmp_path) == ()


def test_small_counts_are_secret_and_zero_is_not(folder):
    rows = [
        "GM0014;2024;9",
        "GM0034;2024;10",
        "GM0037;2024;0",
        "GM0106;2024;",
        "GM0047;2024;geheim",
    ]
    secret = MissingReason.SECRET
    assert reasons(folder(["code;periode;aantal", *rows])) == {
        "GM0014": secret,
        "GM0034": None,
        "GM0037": None,
        "GM0106": MissingReason.NOT_PUBLISHED,
        "GM0047": secret,
    }
    assert pd.isna(values(folder(["code;periode;aantal", *rows]))["GM0014"][0])


def test_the_limit_is_the_one_in_the_toml(folder):
    rows = ["code;periode;aantal", "GM0014;2024;3", "GM0034;2024;2"]
    limited = COUNT.replace("smallest_group = 10", "smallest_group = 3")
    assert reasons(folder(rows, limited)) == {"GM0014": None, "GM0034": MissingReason.SECRET}
    unlimited = COUNT.replace("smallest_group = 10", "smallest_group = 0")
    assert set(reasons(folder(rows, unlimited)).values()) == {None}


def test_a_mean_over_a_small_or_unknown_group_is_secret(folder):
    rows = ["GM0014;2024;7.5;9", "GM0034;2024;7.5;10", "GM0037;2024;7.5;", "GM0047;2024;;3"]
    assert reasons(folder(["code;periode;cijfer;n", *rows], GROUPED), "cijfer") == {
        "GM0014": MissingReason.SECRET,
        "GM0034": None,
        "GM0037": MissingReason.SECRET,
        "GM0047": MissingReason.NOT_PUBLISHED,
    }


def codes_of(dataset, wijk):
    areas = dataset.areas
    return areas.index[(areas["level"] == "buurt") & (areas["wijk"] == wijk)].tolist()


@pytest.mark.parametrize(
    ("small", "totals", "found"),
    [
        (1, ["WK001400;2024;500"], ["WK001400"]),
        (1, ["GM0014;2024;500"], ["GM0014"]),
        (1, ["WK001400;2024;500", "GM0014;2024;500"], ["GM0014", "WK001400"]),
        (1, [], []),
        (1, ["WK001400;2023;500"], []),
        (1, ["WK001400;2024;4"], []),
        (2, ["WK001400;2024;500", "GM0014;2024;500"], []),
        (0, ["WK001400;2024;500"], []),
    ],
)
def test_one_that_is_held_back_beside_its_total(folder, dataset, small, totals, found):
    buurten = codes_of(dataset, "WK001400")
    rows = [f"{b};2024;{3 if i < small else 50}" for i, b in enumerate(buurten)]
    (file,) = read_own(folder(["code;periode;aantal", *rows, *totals]))
    said = computable(file.values["aantal"], dataset.areas)
    assert said == [(buurten[0], "2024", whole) for whole in found]


def test_a_total_that_is_the_sum_of_the_wijken_is_known(folder, dataset):
    areas = dataset.areas
    wijken = areas.index[(areas["level"] == "wijk") & (areas["gemeente"] == "GM0014")]
    rows = ["BU00140000;2024;3", *(f"{wijk};2024;50" for wijk in wijken)]
    (file,) = read_own(folder(["code;periode;aantal", *rows]))
    whole = [w for _, _, w in computable(file.values["aantal"], areas)]
    assert whole == ["GM0014", "WK001400"]
    (file,) = read_own(folder(["code;periode;aantal", *rows[:-1]]))
    assert [w for _, _, w in computable(file.values["aantal"], areas)] == ["WK001400"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("decimals = 0", "decimals = 9", "f.toml, figures.aantal.decimals: "),
        ("decimals = 0", 'decimals = "0"', "f.toml, figures.aantal.decimals: "),
        ("decimals = 0\n", "", "f.toml, figures.aantal.decimals: Field required"),
        ("decimals = 0", "decimal = 0\ndecimals = 0", "figures.aantal.decimal: Extra inputs"),
        ('"som"', '"plus"', "f.toml, figures.aantal.aggregation: "),
        ('"som"', '"gewogen_gemiddelde"', 'figures.aantal: Value error, weight = "a_inw"'),
        ('"som"', '"som"\nweight = "a_inw"', "figures.aantal: Value error, weight"),
        ('nl = "", ', 'nl = "<b>%</b>", ', "figures.aantal.unit.nl: "),
        ("hoger_is_slechter", "beter", "figures.aantal.direction: "),
        ("smallest_group = 10", "smallest_group = -1", "figures.aantal.smallest_group: "),
        ('nl = "Aantal", ', "", "figures.aantal.title.nl: Field required"),
        ('"CC BY 4.0"', '""', "figures.aantal.licence: "),
        ("format = 1", "format = 2", "f.toml, format: "),
        ("2026-01-31", "gisteren", "f.toml, added: "),
        ("[figures.aantal]", "[figures.Aantal]", "figures.Aantal: this name cannot stand"),
        ("[figures.aantal]", "[figures.anders]", "f.csv has no column anders"),
        ("smallest_group = 10", 'smallest_group = 10\ngroup = "n"', "f.csv has no column n"),
        ("format = 1", "format = = 1", "f.toml is not a TOML file"),
    ],
)
def test_a_wrong_description_is_named(folder, old, new, message):
    where = folder(["code;periode;aantal", "GM0014;2024;50"])
    path = where / "f.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(RudcError) as refused:
        read_own(where)
    assert message in str(refused.value)
    assert str(where) in str(refused.value)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["14;2024;1"], "f.csv, row 2, column code: '14' is no code"),
        (["GM0014;2024;50", "GM0014;24;1"], "f.csv, row 3, column periode: '24' is no year"),
        (
            ["GM0014;2024;1,5"],
            "row 2, column aantal: '1,5' is no number with a decimal point",
        ),
        (["GM0014;2024;=1+1"], "row 2, column aantal: '=1+1' is no number"),
        (["GM0014;2024;1e999"], "row 2, column aantal: '1e999' is no number"),
        (["GM0014;2024;50", "GM0014;2024;50"], "f.csv, row 3: GM0014 has another row for 2024"),
    ],
)
def test_a_wrong_row_is_named(folder, rows, message):
    with pytest.raises(RudcError) as refused:
        read_own(folder(["code;periode;aantal", *rows]))
    assert message in str(refused.value)


def test_files_saved_by_a_windows_editor(folder):
    where = folder(["code;periode;aantal", "GM0014;2024;50"])
    for path in (where / "f.toml", where / "f.csv"):
        text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert reasons(where) == {"GM0014": None}


def test_a_description_without_its_table(folder):
    where = folder(["code;periode;aantal", "GM0014;2024;50"])
    (where / "f.csv").unlink()
    with pytest.raises(RudcError, match=r"f\.csv does not exist"):
        read_own(where)


def test_a_name_that_cannot_stand_in_an_address(folder):
    where = folder(["code;periode;aantal", "GM0014;2024;50"], name="Een naam")
    with pytest.raises(DatasetError, match="cannot stand in an address"):
        read_own(where)


def joined(dataset, registry, folder_):
    files = read_own(folder_)
    both = with_own(dataset, files)
    return both, with_own_layer(registry, both, files)


def test_nothing_changes_without_own_figures(dataset, registry, tmp_path):
    both, with_layer = joined(dataset, registry, tmp_path)
    assert both is dataset
    assert with_layer is registry


def test_the_figures_join_the_data_set(dataset, registry, folder):
    buurten = codes_of(dataset, "WK001400")
    rows = [f"{b};2024;{10 + i}" for i, b in enumerate(buurten)]
    both, with_layer = joined(dataset, registry, folder(["code;periode;aantal", *rows]))
    assert "own_f_aantal" not in dataset.variables()
    assert both.figure("own_f_aantal", Level.BUURT).values[buurten].tolist() == [
        10 + i for i in range(len(buurten))
    ]
    known = both.figure("a_inw", Level.GEMEENTE)
    pd.testing.assert_series_equal(known.values, dataset.figure("a_inw", Level.GEMEENTE).values)
    indicator = with_layer.get("own_f_aantal")
    assert with_layer.layers[-1].id == "eigen_gegevens"
    assert with_layer.layers[:-1] == registry.layers
    assert indicator.levels == (Level.BUURT, Level.WIJK, Level.GEMEENTE)
    assert both.sources["own_f_aantal"].attribution == "Gemeente"
    wijk = indicator_values(both, indicator, Level.WIJK, "2024")
    assert wijk.values["WK001400"] == sum(10 + i for i in range(len(buurten)))
    assert wijk.missing["WK001401"] is MissingReason.NOT_PUBLISHED
    gemeente = indicator_values(both, indicator, Level.GEMEENTE, "2024")
    assert gemeente.missing["GM0014"] is MissingReason.NOT_PUBLISHED


def test_a_gemeente_is_the_sum_of_all_its_buurten(dataset, registry, folder):
    areas = dataset.areas
    buurten = areas.index[(areas["level"] == "buurt") & (areas["gemeente"] == "GM0014")]
    rows = [f"{b};2024;20" for b in buurten]
    both, with_layer = joined(dataset, registry, folder(["code;periode;aantal", *rows]))
    shown = indicator_values(both, with_layer.get("own_f_aantal"), Level.GEMEENTE, "2024")
    assert shown.values["GM0014"] == 20 * len(buurten)
    assert shown.aggregated_from is Level.BUURT
    one_small = [*rows[:-1], f"{buurten[-1]};2024;3"]
    both, with_layer = joined(dataset, registry, folder(["code;periode;aantal", *one_small]))
    indicator = with_layer.get("own_f_aantal")
    shown = indicator_values(both, indicator, Level.GEMEENTE, "2024")
    assert shown.missing["GM0014"] is MissingReason.NOT_PUBLISHED, "else it can be computed back"
    buurt = indicator_values(both, indicator, Level.BUURT, "2024")
    assert buurt.missing[buurten[-1]] is MissingReason.SECRET


@pytest.mark.parametrize("change", ["csv", "toml"])
def test_the_hash_changes_with_every_byte(dataset, folder, change):
    where = folder(["code;periode;aantal", "GM0014;2024;50"])
    before = with_own(dataset, read_own(where)).hash
    assert before == with_own(dataset, read_own(where)).hash != dataset.hash
    path = where / f"f.{change}"
    path.write_text(path.read_text().replace("50", "51").replace("Number", "Count"))
    assert with_own(dataset, read_own(where)).hash != before


def test_areas_that_are_no_more_are_left_out_and_said(dataset, folder, caplog):
    where = folder(["code;periode;aantal", "GM0014;2024;50", "GM9999;2024;50"])
    both = with_own(dataset, read_own(where))
    assert both.figure("own_f_aantal", Level.GEMEENTE).values.notna().sum() == 1
    assert "1 rows of aantal are of areas that the data set does not have" in caplog.text


def test_a_weight_that_is_no_figure(dataset, folder):
    where = folder(["code;periode;cijfer", "GM0014;2024;5"], MEAN.replace("a_inw", "a_x"))
    with pytest.raises(DatasetError, match=r"f\.toml, figures\.cijfer\.weight: .* no figure 'a_x'"):
        with_own(dataset, read_own(where))


def test_two_figures_of_one_name(dataset, folder):
    folder(["code;periode;b_c", "GM0014;2024;50"], COUNT.replace("aantal", "b_c"), "a")
    where = folder(["code;periode;c", "GM0014;2024;50"], COUNT.replace("aantal", "c"), "a_b")
    with pytest.raises(DatasetError, match="another own file has a figure own_a_b_c"):
        with_own(dataset, read_own(where))
