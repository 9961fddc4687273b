"""Small multiples: the periods of a subject, or up to nine subjects, as little maps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from rudc_map.model import Lang, Level, ReferenceKind
from rudc_map.view.formats import format_number
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import address, choose_picture, pictured, place_on_mini

pytestmark = pytest.mark.browser

REGION, CRIME = "groningen-assen", "misdrijven_per_1000"
ASSEN = "GM0106"
PERCENTAGES = ["aandeel_bebouwd", "aandeel_agrarisch", "aandeel_natuur", "aandeel_recreatie"]

# of each little map: how many pixels of its upper canvas are drawn
MARKED = """
[...document.querySelectorAll(".mini-marks")].map((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let drawn = 0;
  for (let i = 3; i < data.length; i += 4) drawn += data[i] > 0;
  return drawn;
})
"""
PICTURES = (
    "[...document.querySelectorAll('.mini-map canvas:first-child')].map((c) => c.toDataURL())"
)


def minis(page: Page) -> list[str]:
    """The titles of the little maps."""
    return page.locator(".mini figcaption .link").all_inner_texts()


def summary(facts: Facts, indicator: str, level: Level, period: str) -> str:
    """What a little map says to who cannot see it."""
    values = facts.values(indicator, level, period).values
    values = values[facts.inside_all(level, REGION)]
    high, low = values.idxmax(), values.idxmin()
    return (
        f"Het hoogst in {facts.full_name(high)} {facts.said(values[high], indicator)}, het laagst "
        f"in {facts.full_name(low)} {facts.said(values[low], indicator)}; "
        f"{values.isna().sum()} gebieden zonder cijfer."
    )


def test_periods_share_a_legend_and_are_linked(visit: Visit, facts: Facts) -> None:
    page = visit(f"/?niveau=gemeente&indicator={CRIME}&beeld=reeks")
    pictured(page)
    known = facts.indicator(CRIME)
    assert address(page)["beeld"] == "reeks"
    assert minis(page) == list(known.periods)
    expect(page.locator(".mini-shared")).to_have_count(1)
    expect(page.locator(".mini .mini-legend")).to_have_count(0)
    breaks = facts.breaks(CRIME, Level.GEMEENTE, REGION)
    assert page.locator(".mini-shared .legend-edges span").all_inner_texts() == [
        format_number(edge, known.decimals, Lang.NL) for edge in breaks
    ]
    said = [mini.get_attribute("aria-label") for mini in page.locator(".mini").all()]
    assert said == [
        f"{period}. {summary(facts, CRIME, Level.GEMEENTE, period)}" for period in known.periods
    ]
    assert len(set(page.evaluate(PICTURES))) == len(known.periods)

    assert page.evaluate(MARKED) == [0] * len(known.periods)
    x, y = place_on_mini(page, 1, ASSEN)
    page.mouse.move(x, y)
    page.wait_for_function("code => rudc.map.hovered() === code", arg=ASSEN)
    assert min(page.evaluate(MARKED)) > 20
    assert page.locator(".mini-value").all_inner_texts() == [
        format_number(facts.values(CRIME, Level.GEMEENTE, p).values[ASSEN], 1, Lang.NL)
        for p in known.periods
    ]
    page.mouse.click(x, y)
    pictured(page)
    assert address(page)["gebieden"] == ASSEN
    page.mouse.move(5, 5)
    page.wait_for_function("rudc.map.hovered() === null")
    assert min(page.evaluate(MARKED)) > 20  # of the selected area
    page.locator(".mini figcaption .link").nth(1).click()
    pictured(page)
    assert address(page)["periode"] == known.periods[1]
    assert "beeld" not in address(page)
    expect(page.locator("#multiples")).to_be_hidden()


def test_theme_has_own_scales_and_one_unit_a_shared_one(visit: Visit, facts: Facts) -> None:
    page = visit("/?niveau=gemeente&indicator=aandeel_bebouwd")
    choose_picture(page, "reeks")

    def of_theme(theme: str) -> list[str]:
        layer = next(layer for layer in facts.registry.layers if layer.id == theme)
        return [f"{i.name.nl}, {i.periods[-1]}" for i in layer.indicators]

    assert minis(page) == of_theme("duurzaamheid")  # the one of the subject
    page.locator("[data-focus=series]").select_option("bevolking")
    pictured(page)
    assert minis(page) == of_theme("bevolking")
    assert len(address(page)["reeks"].split(";")) == 9
    expect(page.locator(".mini .mini-legend")).to_have_count(9)
    expect(page.locator(".mini-shared")).to_have_count(0)
    expect(page.locator("#multiples .help")).to_contain_text("eigen schaal")
    edges = page.locator(".mini").nth(2).locator(".legend-edges span").all_inner_texts()
    own = facts.breaks("aandeel_65plus", Level.GEMEENTE, REGION)
    assert edges == [format_number(edge, 1, Lang.NL) for edge in own]
    # nine is the most
    page.locator(".mini-choice summary").click()
    boxes = page.locator(".mini-choice input[type=checkbox]")
    assert boxes.evaluate_all("all => all.filter((b) => !b.checked).every((b) => b.disabled)")

    page.evaluate("ids => rudc.state.update({ series: ids })", PERCENTAGES)
    pictured(page)
    assert minis(page) == [f"{facts.indicator(i).name.nl}, 2017" for i in PERCENTAGES]
    expect(page.locator(".mini-shared")).to_have_count(1)
    expect(page.locator(".mini .mini-legend")).to_have_count(0)
    every = pd.concat([facts.inside(i, Level.GEMEENTE, REGION) for i in PERCENTAGES])
    shared = np.unique(np.quantile(every, [0.2, 0.4, 0.6, 0.8], method="lower").round(1))
    shown = page.locator(".mini-shared .legend-edges span").all_inner_texts()
    assert shown == [format_number(edge, 1, Lang.NL) for edge in shared]
    page.locator(".mini-choice summary").click()
    page.get_by_label(facts.indicator("aandeel_recreatie").name.nl, exact=True).uncheck()
    pictured(page)
    assert address(page)["reeks"] == ";".join(PERCENTAGES[:3])
    assert len(minis(page)) == 3


def test_small_maps_show_differences_on_one_scale(visit: Visit, facts: Facts) -> None:
    """Every period in the classes of the difference, which are the same for all."""
    crime = f"indicator={CRIME}&niveau=gemeente&regio={REGION}&referentie=regio"
    page = visit(f"/?beeld=reeks&{crime}&weergave=natuurlijk-5-blauw-verschil")
    pictured(page)
    expect(page.locator("#multiples")).to_contain_text("Verschil met de regio")
    expect(page.locator(".mini-shared")).to_have_count(1)
    kind = ReferenceKind.REGION
    for at, period in enumerate(facts.indicator(CRIME).periods):
        values = facts.inside(CRIME, Level.GEMEENTE, REGION, period)
        compared = facts.reference(CRIME, Level.GEMEENTE, REGION, kind, period).loc[values.index]
        most = (values - compared).sort_index().idxmax()
        said = facts.said_difference((values - compared)[most], CRIME)
        words = page.locator(".mini").nth(at).get_attribute("aria-label") or ""
        assert f"Het verschil is het hoogst in {facts.full_name(most)} {said}" in words
    edges = page.locator(".mini-shared .legend-edges span").all_inner_texts()
    assert edges[0].startswith("\u2212")
    assert edges[-1].startswith("+")
    differences = page.evaluate(PICTURES)

    page.evaluate(f"rudc.map.hover('{ASSEN}')")
    values = facts.inside(CRIME, Level.GEMEENTE, REGION, facts.indicator(CRIME).periods[-1])
    compared = facts.reference(CRIME, Level.GEMEENTE, REGION, kind)
    said = facts.said_difference(values[ASSEN] - compared[ASSEN], CRIME, bare=True)
    expect(page.locator(".mini-value").last).to_have_text(said)

    page.locator("#difference").uncheck()
    pictured(page)
    expect(page.locator("#multiples")).not_to_contain_text("Verschil met")
    assert all(
        one != other for one, other in zip(page.evaluate(PICTURES), differences, strict=True)
    )


def test_differences_of_several_subjects_have_scales_of_their_own(visit: Visit) -> None:
    shown = "weergave=natuurlijk-5-blauw-verschil&reeks=aandeel_65plus;aandeel_0_14"
    page = visit(f"/?beeld=reeks&niveau=gemeente&{shown}")
    pictured(page)
    expect(page.locator(".mini .mini-legend")).to_have_count(2)
    expect(page.locator("#multiples .help").last).to_contain_text("eigen schaal rond nul")


def test_tenth_subject_in_the_address_is_left_out_and_said(visit: Visit, facts: Facts) -> None:
    ids = [i.id for i in facts.registry.indicators if Level.BUURT in i.levels][:10]
    page = visit(f"/?beeld=reeks&reeks={';'.join(ids)}")
    pictured(page)
    assert address(page)["reeks"] == ";".join(ids[:9])
    assert len(minis(page)) == 9
    expect(page.locator("#notices")).to_contain_text("9 kleine kaarten")
