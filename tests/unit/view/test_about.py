"""The page about the data: everything that is offered is explained, and leads somewhere."""

from __future__ import annotations

import pytest

from rudc_map.model import Lang, Level
from rudc_map.view.about import about_data, periods_in_words


@pytest.fixture(scope="module", params=list(Lang))
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def data(dataset, registry, lang):
    return about_data(dataset, registry, lang)


@pytest.fixture(scope="module")
def entries(data):
    return {entry["id"]: entry for theme in data["themes"] for entry in theme["indicators"]}


def rows(entry):
    return {name: ", ".join(link.words for link in links) for name, links in entry["rows"]}


def test_every_indicator_has_an_entry_that_says_all(entries, registry, lang):
    assert list(entries) == [indicator.id for indicator in registry.indicators]
    nl = lang is Lang.NL
    wanted = (
        ("Berekening", "Uit de cijfers", "Voor grotere gebieden", "Bronnen")
        if nl
        else ("Computation", "From the figures", "For larger areas", "Sources")
    )
    for indicator in registry.indicators:
        told = rows(entries[indicator.id])
        for name in wanted:
            assert told[name], (indicator.id, name)
        assert entries[indicator.id]["caveats"] == [c[lang] for c in indicator.caveats]
        assert indicator.periods[0] in told["Periode" if nl else "Period"]


def test_every_figure_of_the_data_set_is_there_with_its_sources(data, dataset):
    figures = [figure for group in data["groups"] for figure in group["figures"]]
    assert {figure["id"] for figure in figures} == dataset.variables()
    assert len(figures) == len(dataset.variables())
    for group in data["groups"]:
        assert group["titles"]
    for figure in figures:
        assert all(figure[key] for key in ("title", "definition", "unit", "periods", "levels"))


def test_every_link_within_the_page_leads_somewhere(data):
    places = {f"#bron-{source['id']}" for source in data["sources"]}
    places |= {f"#cijfer-{f['id']}" for group in data["groups"] for f in group["figures"]}
    links = [
        link.address
        for theme in data["themes"]
        for entry in theme["indicators"]
        for _, parts in entry["rows"]
        for link in parts
        if link.address
    ]
    links += [link.address for group in data["groups"] for link in group["titles"]]
    assert links
    assert set(links) <= places


def test_a_derived_indicator_says_how_and_a_published_one_that_it_is(entries, lang):
    crimes = rows(entries["misdrijven_per_1000"])
    home_value = rows(entries["woz_waarde"])
    if lang is Lang.NL:
        assert crimes["Berekening"].startswith("Het aantal misdrijven in het jaar, gedeeld door")
        assert crimes["Niet getoond"] == "Bij minder dan 100 (inwoners)."
        assert crimes["95%-marge"].startswith("Berekend uit het aantal gevallen")
        assert crimes["Periode"] == "2021 tot en met 2025"
        assert home_value["Berekening"] == "Zoals gepubliceerd."
        assert home_value["Voor grotere gebieden"] == (
            "Gewogen gemiddelde, gewogen naar: huishoudens."
        )
    else:
        assert home_value["Computation"] == "As published."
        assert home_value["For larger areas"] == "Weighted mean, weighted by: households."


def test_an_entry_alone_says_where_its_figure_can_be_looked_up_again(entries, data, lang):
    day = "opgehaald op 22 november" if lang is Lang.NL else "retrieved on 22 November"
    cited = f"85984NED, {day} 2026, CC BY 4.0"
    told = rows(entries["woz_waarde"])
    sources, boundaries = ("Bronnen", "Grenzen") if lang is Lang.NL else ("Sources", "Boundaries")
    assert told[sources] == f"Kerncijfers wijken en buurten 2024 ({cited})"
    assert told[boundaries] == ("van 2024" if lang is Lang.NL else "of 2024")
    assert data["groups"][0]["particulars"] == cited


def test_sources_say_when_they_were_retrieved(data, dataset, lang):
    kwb = next(source for source in data["sources"] if source["id"] == "kwb")
    assert kwb["table"] == "85984NED"
    assert kwb["retrieved"] == ("22 november 2026" if lang is Lang.NL else "22 November 2026")
    assert kwb["licence"] == "CC BY 4.0"
    assert len(data["sources"]) == len(dataset.sources)


def test_own_figures_are_there_with_what_the_municipality_says_of_them(dataset, registry, lang):
    from dataclasses import replace

    import pandas as pd

    from rudc_map.indicators.registry import Registry
    from rudc_map.model import Input, Source

    name = "own_bomen_aantal"
    codes = dataset.codes(Level.GEMEENTE)
    figures = pd.DataFrame({"code": codes, "variable": name, "period": "2023", "value": 1.0})
    source = Source(name, "Bomenkaart <b>", "", "javascript:x", "yesterday", "CC0", "Gemeente")
    own = dataset.with_figures(figures.assign(missing=None), {name: source}, "own")
    trees = replace(
        registry.get("inwoners"), id=name, inputs=(Input(name),), sources=(name,), periods=("2023",)
    )
    layer = replace(registry.layers[0], id="eigen_gegevens", indicators=(trees,))
    data = about_data(own, Registry((*registry.layers, layer)), lang)
    last = data["groups"][-1]
    assert [figure["id"] for figure in last["figures"]] == [name]
    assert last["titles"][0].words == "Bomenkaart <b>"
    assert data["sources"][-1]["address"] == ""  # only addresses of the web are made a link
    assert data["sources"][-1]["retrieved"] == "yesterday"


@pytest.mark.parametrize(
    ("periods", "words"),
    [
        (("2024",), "2024"),
        (("2021", "2022", "2023"), "2021, 2022, 2023"),
        (("2013", "2014", "2015", "2016", "2018"), "2013 to 2016, 2018"),
        (("2021-2025",), "2021-2025"),
        (("2020", "2021-2025"), "2020, 2021-2025"),
        ((), ""),
    ],
)
def test_periods_in_words(periods, words):
    assert periods_in_words(periods, Lang.EN) == words
