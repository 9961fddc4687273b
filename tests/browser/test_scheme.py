"""The page in a dark scheme, and a change of the scheme while it is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from rudc_map.view.palettes import DARK, LIGHT
from tests.browser.conftest import Visit
from tests.browser.support import charted
from tests.browser.test_accessibility import AREAS, violations

pytestmark = pytest.mark.browser

OF_LEGEND = """[...document.querySelectorAll('#legend .legend-class')].map((part) => '#' +
  part.style.backgroundColor.match(/\\d+/g).map((c) => (+c).toString(16).padStart(2, '0')).join('')
)"""
LIGHTNESS = """() => {
  const canvas = document.querySelector('.leaflet-rudc-0-pane canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let [sum, n] = [0, 0];
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] < 128) continue;
    sum += data[i] + data[i + 1] + data[i + 2];
    n += 3;
  }
  return sum / n;
}"""  # of what is filled, 0 to 255
GROUND = "getComputedStyle(document.getElementById('choose')).backgroundColor"


def test_dark_page_has_no_violations_and_follows_the_system(visit: Visit) -> None:
    page = visit(f"/?{AREAS}", color_scheme="dark")
    charted(page, 2)
    assert violations(page) == []
    assert page.evaluate(GROUND) == "rgb(22, 29, 39)"
    colours = page.evaluate(OF_LEGEND)
    assert (colours[0], colours[-1]) == (DARK.stops["blauw"][0], DARK.stops["blauw"][-1])
    badge = page.locator("#summary .number").first
    expect(badge).to_have_css("color", "rgb(11, 17, 24)")
    dark = page.evaluate(LIGHTNESS)

    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{OF_LEGEND}[0] === '{LIGHT.stops['blauw'][0]}'")
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    assert page.evaluate("rudc.page.selection[0]") == LIGHT.selection[0]
    page.wait_for_function(f"dark => ({LIGHTNESS})() > dark + 40", arg=dark)
    page.wait_for_function(
        "document.querySelector('#chart-selection .js-plotly-plot')._fullLayout.font.color "
        "=== '#111827'"
    )


def test_paper_is_light(visit: Visit) -> None:
    page = visit("/gegevens", wait=False, color_scheme="dark")
    assert violations(page) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 29, 39)"
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
