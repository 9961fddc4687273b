/* The level of detail that follows the zoom: gemeenten from afar, then wijken, then buurten. */
window.rudc = window.rudc || {};

rudc.levels = (function () {
  "use strict";

  const LARGE_TO_SMALL = ["gemeente", "wijk", "buurt"];

  /** The levels between which the zoom chooses, large to small, for the region and indicator of a state. */
  function choice({ region, indicator }) {
    const offered = rudc.state.offeredLevels(rudc.page.region(region), rudc.page.indicator(indicator));
    const found = LARGE_TO_SMALL.filter((level) => offered.includes(level));
    return found.length ? found : offered;
  }

  /** The smallest of them for which a zoom is close enough, else the largest (rudc_map/view/auto_level.py). */
  function at(zoom, state) {
    const offered = choice(state);
    return offered.reduce((best, level) => (zoom >= rudc.page.autoZooms[level] ? level : best), offered[0]);
  }

  /** A state with the level that fits a zoom, where it follows the zoom. */
  const fitted = (state, zoom) => (state.auto ? { ...state, level: at(zoom, state) } : state);

  /** The zooms at which a level is shown: from, up to and not with. */
  function zoomsOf(level, state) {
    const offered = choice(state);
    const next = offered[offered.indexOf(level) + 1];
    return [level === offered[0] ? 0 : rudc.page.autoZooms[level], next ? rudc.page.autoZooms[next] : Infinity];
  }

  /** After the map was moved: show another level where the zoom asks for it, else what has come into view. */
  function moved() {
    const state = rudc.state.get();
    if (!state.auto) return;
    const level = at(rudc.map.leaflet().getZoom(), state);
    if (level !== state.level) rudc.state.follow(level);
    else if (level === "buurt") complete(state);
  }

  let drawn = 0; // pieces that had come when the map was last drawn for them

  async function complete(state) {
    try {
      const coverage = await rudc.data.coverageFor(state, rudc.map.views());
      if (!rudc.map.shows(coverage) || coverage.pieces() === drawn) return;
      drawn = coverage.pieces();
      rudc.map.refresh();
    } catch (error) {
      const retry = { label: rudc.format.text("retry"), run: () => complete(rudc.state.get()) };
      rudc.notices.show(error.explanation || rudc.format.text("notice.no_areas"), { action: retry, key: "no_areas" });
    }
  }

  return { choice, fitted, zoomsOf, moved };
})();
