"""What goes together, what is alike, the provincial border and the spatial pattern."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from scipy.stats import spearmanr

from rudc_map.analysis.clusters import Cluster, spatial_pattern
from rudc_map.indicators.neighbours import neighbours_of_level
from rudc_map.indicators.shapes import shapes
from rudc_map.model import Lang, Level, Similarity
from rudc_map.view.border import border_pairs
from rudc_map.view.formats import format_number
from rudc_map.view.palettes import CLUSTERS
from rudc_map.view.similar_areas import similar_to
from rudc_map.view.similarity import usual_similarity
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import (
    MARKS,
    address,
    charts_drawn,
    colour_at,
    colour_of,
    hover,
    open_chart,
    pictured,
    pixels,
    places_of,
    table_rows,
)

pytestmark = pytest.mark.browser

REGION, INDICATOR = "groningen-assen", "aandeel_65plus"
NORTH, SOUTH = "BU00140000", "BU00140001"
LAYER = ["#fdae4d", "#e2441f", "#6f0024"]
"""Of the border: small, middling and large differences."""


def signed(rho: float) -> str:
    """A correlation as it stands in the list."""
    return f"{'+' if rho > 0 else ''}{format_number(rho, 2, Lang.NL)}"


def test_related_list_equals_scipy_and_opens_the_scatter(go: Visit, facts: Facts) -> None:
    page = go(chart="verbanden")
    target = facts.inside(INDICATOR, Level.BUURT, REGION)
    found = []
    for other in facts.registry.indicators:
        if other.id == INDICATOR or Level.BUURT not in other.levels:
            continue
        values = facts.inside(other.id, Level.BUURT, REGION)
        both = target.index.intersection(values.index)
        rho = spearmanr(target[both], values[both]).statistic
        found.append((-abs(round(rho, 10)), other.id, rho, len(both)))
    expected = [
        [facts.indicator(id_).name.nl, signed(rho), f"{n}"] for _, id_, rho, n in sorted(found)
    ]
    rows = page.locator("#analysis .related tbody tr")
    assert len(expected) > 20
    expect(rows).to_have_count(20)
    page.get_by_role("button", name=f"Toon alle {len(expected)}").click()
    shown = rows.evaluate_all(
        "rows => rows.map((row) => [row.querySelector('button').textContent,"
        " ...[...row.querySelectorAll('td')].map((cell) => cell.textContent.trim())])"
    )
    assert shown == expected
    expect(page.locator("#analysis .hint")).to_contain_text("Gebieden zijn geen mensen")
    expect(page.locator("#analysis .chart-source")).to_contain_text("Bron: ")
    rows.nth(2).get_by_role("button").click()
    charts_drawn(page)
    assert address(page)["grafiek"] == "spreiding"
    assert address(page)["tweede"].split(";")[0] == sorted(found)[2][1]
    expect(page.locator("#charts h3")).to_contain_text(expected[2][0])


def open_choices(page: Page) -> None:
    """Open what makes areas alike, if it is not."""
    if page.locator(".similar-options").get_attribute("open") is None:
        page.locator(".similar-options summary").click()


def test_similar_list_equals_python_and_follows_the_choices(go: Visit, facts: Facts) -> None:
    page = go(areas=[NORTH], chart="vergelijkbaar")
    usual = usual_similarity(facts.registry)

    def brief(value: float | None, id_: str) -> str:
        unit = facts.indicator(id_).unit.nl
        words = facts.said(value, id_)
        return words if unit == "%" else words.removesuffix(f" {unit}")  # the unit is said once

    def check(similarity: Similarity) -> list[str]:
        where = (Level.BUURT, NORTH, facts.region(REGION))
        found = similar_to(facts.dataset, facts.registry, similarity, *where)
        codes = [match["code"] for match in found["matches"]]
        items = page.locator("#analysis .similar li")
        names = items.locator("button").evaluate_all("all => all.map((b) => b.dataset.focus)")
        assert names == [f"similar-{code}" for code in codes]
        assert len(codes) == 10
        expect(page.locator("#analysis .panel-sub")).to_contain_text(f"van {found['compared']} ")
        own = {i["id"]: i["value"] for i in found["indicators"]}
        for item, match in zip(items.all(), found["matches"], strict=True):
            text = item.inner_text()
            province = facts.name(facts.dataset.areas.at[match["code"], "provincie"])
            distance = format_number(match["distance"], 2, Lang.NL)
            assert f"{province} · afstand {distance}" in text
            for key, words in (("alike", "Lijkt door"), ("unlike", "Verschilt in")):
                reasons = [
                    f"{facts.indicator(id_).name.nl} ({brief(match['values'][id_], id_)} / "
                    f"{facts.said(own[id_], id_)})"
                    for id_ in match[key]
                ]
                said = f"{words} {'; '.join(reasons)}"
                assert said in text if reasons else words not in text
        return codes

    first = check(usual)
    open_choices(page)
    page.locator("[data-focus=weight-aandeel_65plus]").select_option("3")
    charts_drawn(page)
    weights = tuple((i, 3.0 if i == "aandeel_65plus" else 1.0) for i, _ in usual.weights)
    assert "aandeel_65plus*3" in address(page)["lijkt"]
    assert check(Similarity(weights)) != first
    page.locator("[data-focus=across]").check()
    charts_drawn(page)
    assert address(page)["lijkt"].endswith("-overgrens")
    across = check(Similarity(weights, across=True))
    assert {facts.dataset.areas.at[code, "provincie"] for code in across} == {"PV22"}
    page.locator("#analysis .similar button").first.hover()
    page.wait_for_function("code => rudc.map.hovered() === code", arg=across[0])
    page.locator("#analysis .similar button").first.click()
    charts_drawn(page)
    assert address(page)["gebieden"] == f"{NORTH},{across[0]}"


def test_choices_of_the_similar_list_stay_open(go: Visit) -> None:
    page = go(areas=[NORTH], chart="vergelijkbaar")
    open_choices(page)
    page.locator("[data-focus=weight-aandeel_65plus]").focus()
    page.keyboard.press("ArrowDown")
    charts_drawn(page)
    expect(page.locator(".similar-options")).to_have_attribute("open", "")
    expect(page.locator("[data-focus=weight-aandeel_65plus]")).to_be_focused()


def test_border_equals_python_and_is_drawn_on_the_map(go: Visit, facts: Facts) -> None:
    page = go(chart="grens")
    known = facts.indicator(INDICATOR)
    found = border_pairs(facts.dataset, known, Level.BUURT, "2024", facts.region(REGION))
    pairs, test = found["pairs"], found["test"]
    sizes = [abs(pair["difference"]) for pair in pairs if pair["difference"] is not None]
    assert test["meanAcross"] == pytest.approx(np.mean(sizes), abs=0.01)
    words = page.locator("#analysis .hint").inner_text()
    assert ("meer dan toeval" in words) == (test["p"] < 0.05)
    assert ("niet duidelijk meer" in words) == (test["p"] >= 0.05)
    for mean, n in (("meanAcross", "across"), ("meanWithin", "within")):
        said = format_number(test[mean], 1, Lang.NL)
        assert f"{said} procentpunt ({format_number(test[n], 0, Lang.NL)} paren)" in words
    assert f"p = {format_number(test['p'], 3, Lang.NL)}, 999 trekkingen" in words

    def said(value: float | None) -> str:
        return "onbekend" if value is None else facts.said(value, INDICATOR)

    rows = table_rows(page, "chart-border")
    assert (rows[0][0], rows[0][2]) == ("Groningen", "Drenthe")
    assert [row[:4] for row in rows[1:]] == [
        [facts.full_name(p["a"]), said(p["va"]), facts.full_name(p["b"]), said(p["vb"])]
        for p in pairs
    ]
    assert [row[4] for row in rows[1:]] == [
        "–" if p["difference"] is None else facts.said_difference(p["difference"], INDICATOR)
        for p in pairs
    ]

    assert pixels(page, LAYER, MARKS)["full"] == [0, 0, 0]
    page.locator("[data-focus=border-layer]").click()
    pictured(page)
    assert address(page)["laag"] == "provinciegrens"
    expect(page.locator("#overlay")).to_have_value("provinciegrens")
    assert min(pixels(page, LAYER, MARKS)["full"]) > 30
    lines = page.evaluate(
        "rudc.data.computed('border', rudc.state.get(), ['regio', 'indicator', 'niveau',"
        " 'periode']).then(({ pairs }) => pairs.map(({ line }) => line))"
    )
    longest = max(lines[0], key=len)
    at = longest[len(longest) // 2]
    page.evaluate("([lon, lat]) => rudc.map.goTo({ lat, lon, zoom: 14 })", at)
    pictured(page)
    assert colour_at(page, places_of(page, [at])[0], LAYER, MARKS) == 2  # the largest difference
    expect(page.locator("#legend .border-key li")).to_have_count(3)
    largest = page.locator("#legend .border-key li").last.inner_text().strip()
    assert largest.endswith(f"– {format_number(max(sizes), 1, Lang.NL)}")
    page.locator("#overlay").select_option("")
    pictured(page)
    assert pixels(page, LAYER, MARKS)["full"] == [0, 0, 0]
    expect(page.locator("#legend .border-key")).to_have_count(0)


def test_region_without_a_border_says_so(go: Visit) -> None:
    page = go(region="provincie-drenthe", chart="grens")
    expect(page.locator("#analysis")).to_contain_text("loopt geen provinciegrens")


def test_pattern_and_clusters_equal_python(go: Visit, facts: Facts) -> None:
    page = go(chart="patroon")
    codes = facts.dataset.codes(Level.BUURT)
    inside = facts.inside_all(Level.BUURT, REGION).to_numpy()
    values = np.where(inside, facts.values(INDICATOR, Level.BUURT).values.to_numpy(), np.nan)
    pairs = neighbours_of_level(facts.dataset, Level.BUURT)
    both = ~np.isnan(values[pairs.first] + values[pairs.second])
    weights = np.zeros((len(values), len(values)))
    weights[pairs.first[both], pairs.second[both]] = 1
    weights += weights.T
    used = weights.sum(axis=1) > 0
    weights = (weights / weights.sum(axis=1, where=used[:, None], keepdims=True).clip(1))[used][
        :, used
    ]
    z = values[used] - values[used].mean()
    moran = z @ weights @ z / (z @ z)
    figures = page.locator("#analysis .key-figures dd")
    expect(figures.first).to_have_text(format_number(moran, 2, Lang.NL))

    position = np.cumsum(inside) - 1
    pair = inside[pairs.first] & inside[pairs.second]
    found = spatial_pattern(
        values[inside], position[pairs.first[pair]], position[pairs.second[pair]]
    )
    at_most = "≤ 0,001" if found.p_value <= 0.001 else format_number(found.p_value, 3, Lang.NL)
    expect(figures.nth(1)).to_have_text(at_most)
    expect(page.locator("#analysis .hint")).to_contain_text("is geclusterd")
    kinds = [Cluster.HIGH_HIGH, Cluster.LOW_LOW, Cluster.HIGH_LOW, Cluster.LOW_HIGH, Cluster.NONE]
    counts = [int((found.clusters == kind).sum()) for kind in kinds]
    page.locator("[data-focus=clusters-layer]").click()
    pictured(page)
    assert address(page)["laag"] == "clusters"
    names = ["Hoog tussen hoog", "Laag tussen laag", "Hoog tussen laag", "Laag tussen hoog"]
    shown = page.locator("#legend button[data-class]").all_inner_texts()
    assert [text.split("\n")[-1].strip() for text in shown] == [
        f"{name} ({n})" for name, n in zip([*names, "Geen duidelijk cluster"], counts, strict=True)
    ]
    check_colours(page, facts, dict(zip(codes[inside], found.clusters, strict=True)))
    page.locator("#legend button[data-class='1']").click()
    full = pixels(page, list(CLUSTERS.values()))["full"]
    assert full[1] > 100
    assert sum(full) == full[1]
    page.locator("#overlay").select_option("")
    pictured(page)
    expect(page.locator("#legend .legend-class")).to_have_count(5)


def check_colours(page: Page, facts: Facts, clusters: dict[str, Cluster]) -> None:
    """The largest area of each kind of cluster has its colour, and says so."""
    size = dict(
        zip(
            facts.dataset.codes(Level.BUURT),
            (shape.area for shape in shapes(facts.dataset, Level.BUURT)),
            strict=True,
        )
    )
    letters = {"hoog-hoog": "H", "laag-laag": "L", "hoog-laag": "h", "laag-hoog": "l", "geen": "."}
    colours = list(CLUSTERS.values())
    for kind, letter in letters.items():
        codes = [code for code, cluster in clusters.items() if cluster == kind]
        if codes:
            largest = max(codes, key=lambda code: size[code])
            page.evaluate("code => rudc.map.zoomTo([code])", largest)  # wider than a few pixels
            assert colour_of(page, largest, colours) == list(CLUSTERS).index(letter)
    high = [code for code, cluster in clusters.items() if cluster == Cluster.HIGH_HIGH]
    largest = max(high, key=lambda code: size[code])
    page.evaluate("code => rudc.map.zoomTo([code])", largest)
    pictured(page)
    hover(page, largest)
    expect(page.locator("#tooltip")).to_contain_text("Hoog tussen hoog")
    page.locator("#whole-region").click()
    pictured(page)
    open_chart(page, "patroon")
