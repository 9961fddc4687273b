"""The states that a picture of several maps is made of, as the page makes them.

The page does so in assets/later/second_map.js, multiples.js and bivariate.js.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rudc_map.indicators.registry import Registry
from rudc_map.model import ClassScheme, Display, Indicator, Level, Second, ViewState
from rudc_map.view.levels import shown_levels
from rudc_map.view.map_camera import Camera
from rudc_map.view.map_paths import paths_of
from rudc_map.view.shown import Shown
from rudc_map.view.state import MAX_SERIES

USUAL_SECOND = ("woz_waarde", "aandeel_65plus", "inwoners")
"""What is shown beside an indicator where nothing was chosen: the first that is another."""

SHARES = (0.2, 0.4, 0.6, 0.8)
"""Where the classes of a scale that several indicators share end, of all their values."""


def second_of(state: ViewState, registry: Registry) -> Second:
    """The second indicator: as chosen, else the usual one."""
    chosen = state.second
    if chosen is not None and state.level in shown_levels(registry.get(chosen.indicator)):
        return chosen
    known = (registry.find(i) for i in (*USUAL_SECOND, *(i.id for i in registry.indicators)))
    others = (
        indicator
        for indicator in known
        if indicator is not None
        and indicator.id != state.indicator
        and state.level in shown_levels(indicator)
    )
    usual = next(others, registry.get(state.indicator))
    return Second(usual.id, usual.periods[-1])


def nearest_period(indicator: Indicator, period: str) -> str:
    """The period of an indicator that is nearest to another; a span counts from its first year."""
    return min(indicator.periods, key=lambda p: abs(int(p[:4]) - int(period[:4])))


def second_map(shown: Shown) -> Shown:
    """What the second of two maps shows; its own breaks would not be those of the first."""
    state = shown.state
    second = second_of(state, shown.registry)
    return replace(
        shown,
        state=replace(
            state,
            indicator=second.indicator,
            period=second.period,
            reference=second.reference,
            display=_without_own_breaks(state.display),
            own=None,
        ),
    )


def second_place(shown: Shown, camera: Camera) -> Camera:
    """Where the second of two places is: as in the address, else the farthest from the first."""
    if shown.state.place is not None:
        return camera.over(*shown.state.place)
    boxes = paths_of(shown, Level.GEMEENTE).boxes[_other_gemeente(shown, camera)]
    x, y = (boxes[0] + boxes[2]) / 2, (boxes[1] + boxes[3]) / 2
    return replace(camera, x=float(x), y=float(y))


def nearest_gemeente(shown: Shown, camera: Camera) -> int:
    """The gemeente in the middle of a map, by its place in geometry order."""
    points = paths_of(shown, Level.GEMEENTE).points
    return int(np.argmin(((points - (camera.x, camera.y)) ** 2).sum(axis=1)))


def _other_gemeente(shown: Shown, camera: Camera) -> int:
    """The gemeente with most areas that lies in another provincie than the first map shows."""
    gemeenten = shown.dataset.areas.loc[shown.dataset.codes(Level.GEMEENTE)]
    within = set(shown.region.gemeenten)
    offered = np.array([not within or code in within for code in gemeenten.index])
    province = gemeenten["provincie"].iloc[nearest_gemeente(shown, camera)]
    elsewhere = offered & (gemeenten["provincie"] != province).to_numpy()
    sizes = shown.areas["gemeente"].value_counts().reindex(gemeenten.index).fillna(0).to_numpy()
    chosen = elsewhere if elsewhere.any() else offered
    return int(np.argmax(np.where(chosen, sizes, -1)))


def small_maps(shown: Shown) -> tuple[list[Shown], bool]:
    """What each of the small maps shows, and whether they share one scale.

    Differences of several indicators each have a scale of their own, around zero.
    """
    maps = [replace(shown, state=state) for state in _small_states(shown)]
    if len({known.state.indicator for known in maps}) == 1:
        return maps, True  # the scale of an indicator holds for all its periods
    first = maps[0].indicator
    if shown.state.display.difference or not all(
        of.unit == first.unit and first.unit.nl and of.diverging_at is None and not of.categories
        for of in (known.indicator for known in maps)
    ):
        return maps, False
    return _on_one_scale(maps)


def _small_states(shown: Shown) -> list[ViewState]:
    state, registry = shown.state, shown.registry
    plain = replace(state, own=None, display=_without_own_breaks(state.display))
    series = [i for i in state.series if state.level in shown_levels(registry.get(i))]
    if not series and len(shown.indicator.periods) > 1:
        return [replace(plain, period=period) for period in shown.indicator.periods]
    theme = registry.layer_of(state.indicator).indicators
    ids = series or [i.id for i in theme if state.level in shown_levels(i)][:MAX_SERIES]
    return [
        replace(plain, indicator=i, period=nearest_period(registry.get(i), state.period))
        for i in ids
    ]


def _on_one_scale(maps: list[Shown]) -> tuple[list[Shown], bool]:
    """Indicators of one unit in classes with equally many of all their values."""
    values = np.sort(np.concatenate([of.painting.shown[of.inside] for of in maps]))
    known = values[~np.isnan(values)]
    if not known.size:
        return maps, False
    decimals = max(of.indicator.decimals for of in maps)
    edges = [round(float(known[int(share * (known.size - 1))]), decimals) for share in SHARES]
    display = replace(
        maps[0].state.display, scheme=ClassScheme.OWN, own_breaks=tuple(dict.fromkeys(edges))
    )
    return [replace(of, state=replace(of.state, display=display)) for of in maps], True


def _without_own_breaks(display: Display) -> Display:
    if display.scheme is not ClassScheme.OWN:
        return display
    return replace(display, scheme=ClassScheme.NATURAL, own_breaks=())
