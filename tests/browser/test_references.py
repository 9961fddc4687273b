"""What areas are compared with: one area, a set, similar areas; intervals, verdicts, places."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from rudc_map.analysis.intervals import SMALL_COUNT, Verdict, verdict
from rudc_map.analysis.rank import percentiles, ranks
from rudc_map.indicators.intervals import intervals
from rudc_map.indicators.similar import matches_of_each, values_of_matches
from rudc_map.indicators.unions import taken_as_one, whole_areas
from rudc_map.model import Lang, Level, ReferenceKind
from rudc_map.view.formats import format_number
from rudc_map.view.palettes import DIVERGING
from rudc_map.view.similarity import usual_similarity
from tests.browser.conftest import Visit
from tests.browser.facts import Facts, difference_counts
from tests.browser.support import (
    address,
    colour_of,
    hover,
    legend_colours,
    settled,
    table_rows,
    traces,
)

pytestmark = pytest.mark.browser

REGION, INDICATOR, CRIME = "groningen-assen", "aandeel_65plus", "misdrijven_per_1000"
CENTRE = {"lat": 53.219, "lon": 6.568, "zoom": 13}
NORTH, SOUTH, EAST = "BU00140000", "BU00140001", "BU00140002"
WORDS = {
    Verdict.HIGHER: "duidelijk hoger",
    Verdict.LOWER: "duidelijk lager",
    Verdict.NO_CLEAR: "geen duidelijk verschil",
}


def row(page: Page, code: str) -> Locator:
    """The row of an area in the comparison table."""
    return page.locator(f"#summary .compare tr[data-code={code}]")


def check_differences(page: Page, facts: Facts, references: pd.Series) -> None:
    """The differences in the table and the colours of the map are those with `references`."""
    values = facts.inside(INDICATOR, Level.BUURT, REGION)
    differences = (values - references[values.index]).round(1)
    for code in address(page)["gebieden"].split(","):
        said = facts.said_difference(differences[code], INDICATOR, bare=True)
        assert row(page, code).locator("td").nth(1).inner_text().split()[1] == said
    counts = page.locator("#legend .legend-class").all_inner_texts()
    known = differences.dropna()
    assert [int(n) for n in counts] == difference_counts(known, 1)
    colours = legend_colours(page)
    assert colours == list(DIVERGING)
    sign = np.sign(colour_of(page, EAST, colours) - 2)
    assert sign in (0, np.sign(differences[EAST]))


def test_one_area_a_set_and_similar_areas_as_the_reference(go: Visit, facts: Facts) -> None:
    page = go(areas=[NORTH, SOUTH], viewport=CENTRE)
    page.locator("#difference").check()
    settled(page)
    values = facts.values(INDICATOR, Level.BUURT).values
    reference = page.locator("#summary tr.reference td")

    button = row(page, SOUTH).locator(".reference-button")
    button.click()
    settled(page)
    assert address(page)["referentie"] == SOUTH
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(reference).to_have_text(facts.said(values[SOUTH], INDICATOR))
    check_differences(page, facts, pd.Series(values[SOUTH], index=values.index))
    expect(page.locator("#legend .legend-sub")).to_contain_text(facts.full_name(SOUTH))
    hover(page, EAST)
    difference = facts.said_difference(values[EAST] - values[SOUTH], INDICATOR)
    said = (
        f"{facts.full_name(SOUTH)}: {facts.said(values[SOUTH], INDICATOR)} (verschil {difference})"
    )
    expect(page.locator("#tooltip")).to_contain_text(said)
    button.click()
    settled(page)
    assert address(page)["referentie"] == "nederland"

    page.locator("#reference").select_option("gebieden")
    settled(page)
    assert address(page)["referentie"] == f"{NORTH},{SOUTH}"
    people = facts.values("inwoners", Level.BUURT).values
    pair = [NORTH, SOUTH]
    mean = round(np.average(values[pair], weights=people[pair]), 1)
    assert taken_as_one(
        facts.dataset, facts.indicator(INDICATOR), "2024", whole_areas(pair)
    ).value == pytest.approx(mean, abs=0.051)
    expect(reference).to_have_text(facts.said(mean, INDICATOR))
    check_differences(page, facts, pd.Series(mean, index=values.index))

    page.locator("#reference").select_option("vergelijkbaar")
    settled(page)
    assert address(page)["referentie"] == "vergelijkbaar"
    known = (facts.dataset, facts.registry, usual_similarity(facts.registry))
    matches = matches_of_each(*known, Level.BUURT, facts.region(REGION))
    alike = values_of_matches(
        facts.dataset, facts.indicator(INDICATOR), Level.BUURT, "2024", matches
    )
    check_differences(page, facts, alike)
    assert reference.all_inner_texts() == [facts.said(alike[code], INDICATOR) for code in pair]


def test_set_without_a_selection_asks_for_one(go: Visit) -> None:
    page = go()
    page.locator("#reference").select_option("gebieden")
    expect(page.locator("#notices")).to_contain_text("Kies eerst op de kaart de gebieden")
    expect(page.locator("#reference")).to_have_value("nederland")
    assert address(page)["referentie"] == "nederland"


def test_median_stands_in_for_what_cannot_be_aggregated(go: Visit, facts: Facts) -> None:
    page = go(indicator="stedelijkheid", level="gemeente", areas=["GM0014"], reference="regio")
    values = facts.inside("stedelijkheid", Level.GEMEENTE, REGION)
    reference = page.locator("#summary tr.reference")
    expect(reference).to_contain_text("mediaan van de gebieden")
    names = dict(facts.indicator("stedelijkheid").categories)
    expect(reference.locator("td")).to_have_text(names[values.median()].nl)


def test_intervals_and_verdicts_equal_python(go: Visit, facts: Facts) -> None:
    known = facts.indicator(CRIME)
    limits = intervals(facts.dataset, known, Level.BUURT, "2025")
    assert limits is not None
    values = facts.inside(CRIME, Level.BUURT, REGION)
    of_all = facts.reference(CRIME, Level.BUURT, REGION, ReferenceKind.REGION).iloc[0]

    def verdicts(low: float, high: float) -> pd.Series:
        return pd.Series(
            {c: verdict(limits.lower[c], limits.upper[c], low, high) for c in values.index}
        )

    of_region = verdicts(of_all, of_all)
    codes = [of_region[of_region == kind].index[-1] for kind in Verdict]
    codes.append(limits.counts[values.index].loc[lambda n: n < SMALL_COUNT].index[0])
    codes = list(dict.fromkeys(codes))
    page = go(indicator=CRIME, period="2025", areas=codes, reference="regio")

    def said(code: str) -> str:
        low, high = (format_number(s[code], 1, Lang.NL) for s in (limits.lower, limits.upper))
        return f"{low} tot {high}"

    for code in codes:
        cells = row(page, code).locator("td")
        expect(cells.first).to_contain_text(said(code))
        small = limits.counts[code] < SMALL_COUNT
        assert ("klein aantal" in cells.first.inner_text()) == small
        expect(cells.nth(1).locator(".verdict")).to_have_text(WORDS[of_region[code]])
        # what chance may explain is neither better nor worse
        judged = "gunstiger" in cells.nth(1).inner_text()
        assert judged == (of_region[code] != Verdict.NO_CLEAR)
    whiskers = traces(page, "chart-selection")[0]["whiskers"]
    below = (values - limits.lower)[codes].tolist()
    above = (limits.upper - values)[codes].tolist()
    assert whiskers == [pytest.approx(below, abs=0.006), pytest.approx(above, abs=0.006)]
    assert [cells[2] for cells in table_rows(page, "chart-selection")[1:]] == [
        said(code) for code in codes
    ]
    # against one area, which has an interval of its own
    other = codes[1]
    row(page, other).locator(".reference-button").click()
    settled(page)
    of_area = verdicts(limits.lower[other], limits.upper[other])
    for code in codes:
        expect(row(page, code).locator(".verdict")).to_have_text(WORDS[of_area[code]])


def test_only_a_difference_that_says_something_is_called_better(go: Visit) -> None:
    """An estimate has no margin, and a total is larger in a larger area."""
    page = go(indicator="ervaren_gezondheid", level="gemeente", areas=["GM0106"])
    cell = row(page, "GM0106").locator("td").nth(1)
    expect(cell).to_contain_text("geen marge bekend")
    expect(cell).not_to_contain_text("gunstiger")
    page.evaluate("rudc.state.update({ chart: 'profiel' })")
    settled(page)
    assert {"gunstiger", "ongunstiger"}.isdisjoint(
        word.strip("()") for cells in table_rows(page, "chart-profile") for word in cells
    )
    page = go(indicator="misdrijven", level="gemeente", areas=["GM0106"], reference="GM0014")
    cell = row(page, "GM0106").locator("td").nth(1)
    expect(cell).to_contain_text("▼")
    expect(cell).not_to_contain_text("gunstiger")
    page = go(indicator="afstand_huisarts", level="buurt", areas=[NORTH], reference="gemeente")
    expect(row(page, NORTH).locator("td").nth(1)).to_contain_text("gunstiger")


def test_places_equal_python(go: Visit, facts: Facts) -> None:
    codes = [NORTH, "BU01060000"]
    page = go(areas=codes)
    page.locator("details.places summary").click()
    shown = page.locator("details.places tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent))"
    )
    values = facts.values(INDICATOR, Level.BUURT).values.dropna()
    parents = facts.dataset.areas.loc[values.index]
    inside = facts.inside_all(Level.BUURT, REGION)[values.index]
    for code, cells in zip(codes, shown, strict=True):
        same = [parents[kind] == parents.at[code, kind] for kind in ("gemeente", "provincie")]
        for others, text in zip((same[0], inside, same[1]), cells, strict=False):
            rank, percentile = ranks(values[others])[code], percentiles(values[others])[code]
            shared = " (gedeeld)" if (values[others] == values[code]).sum() > 1 else ""
            start = f"{rank:.0f} van {format_number(others.sum(), 0, Lang.NL)}{shared}"
            assert text.startswith(f"{start}percentiel ")
            assert int(text.rsplit(" ", 1)[1]) == pytest.approx(percentile, abs=0.501)
    assert {cells[3] for cells in shown} == {"–"}  # no buurten of the whole country
    page.evaluate("rudc.state.update({ level: 'gemeente', areas: ['GM0106'] })")
    settled(page)
    page.locator("details.places summary").click()
    values = facts.values(INDICATOR, Level.GEMEENTE).values.dropna()
    rank = int((values > values["GM0106"]).sum()) + 1
    country = page.locator("details.places td").nth(3)
    expect(country).to_contain_text(f"{rank} van {len(values)}")
    # the first of the 22 gemeenten with a figure is not the first of 342
    page.evaluate("rudc.state.update({ indicator: 'misdrijven_per_1000', period: '2025' })")
    settled(page)
    page.locator("details.places summary").click()
    cells = page.locator("details.places td")
    expect(cells.nth(2)).to_contain_text("1 van 12")
    expect(cells.nth(3)).to_have_text("–")


def test_the_median_of_two_provincies_is_not_that_of_the_country(go: Visit) -> None:
    page = go(indicator="stedelijkheid", areas=[NORTH])
    expect(page.locator("#summary tr.reference td")).to_contain_text("niet van alle gebieden")
    expect(row(page, NORTH).locator("td").nth(1)).to_have_text("–")
