/* The state of the page. The address holds all of it; back and forward restore it. */
window.rudc = window.rudc || {};

rudc.state = (function () {
  "use strict";

  const LEVELS = ["buurt", "wijk", "gemeente", "provincie", "land"];
  const DEFAULT_DISPLAY = { scheme: "natuurlijk", classes: 5, palette: "blauw", difference: false, ownBreaks: [] };
  const listeners = [];
  let current = null;

  function start(initial) {
    current = Object.freeze(initial);
    history.replaceState({ rudc: current }, "", address(current));
    window.addEventListener("popstate", (event) => {
      if (!event.state || !event.state.rudc) {
        if (!location.hash) location.reload();
        return;
      }
      const before = current;
      current = event.state.rudc;
      notify(before);
    });
  }

  /** Change part of the state; what no longer fits is brought to the nearest thing that does. */
  function update(changes, { replace = false } = {}) {
    const before = current;
    const next = fitting({ ...before, ...changes }, changes);
    if (query(next) === query(before)) return;
    current = Object.freeze(next);
    notify(before);
    write(replace ? "replaceState" : "pushState");
  }

  const unwritten = [];

  /** Put the state in the history, but let the map go first: writing can take a frame. */
  function write(method) {
    unwritten.push([method, current]);
    setTimeout(flush, 250);
  }

  /** Write what has not been written yet; the map calls it when it has been drawn. */
  function flush() {
    for (const [method, state] of unwritten.splice(0)) history[method]({ rudc: state }, "", address(state));
  }

  /** Note where the map is, without an entry in the history and without a redraw. */
  function moved(viewport) {
    current = Object.freeze({ ...current, viewport });
    flush();
    history.replaceState({ rudc: current }, "", address(current));
    document.dispatchEvent(new CustomEvent("rudc:address"));
  }

  function fitting(state, changes) {
    const indicator = rudc.page.indicator(state.indicator);
    let region = rudc.page.region(state.region);
    if (changes.level && !region.levels.includes(state.level)) {
      region = rudc.page.regions.find((r) => r.levels.includes(state.level)) || region;
      state.region = region.id;
    }
    const offered = offeredLevels(region, indicator);
    if (!offered.includes(state.level)) {
      const at = LEVELS.indexOf(state.level);
      const larger = offered.find((level) => LEVELS.indexOf(level) > at);
      state.level = larger || offered[offered.length - 1];
    }
    if (!indicator.periods.includes(state.period)) {
      const wanted = parseInt(state.period, 10);
      const distance = (p) => Math.abs(parseInt(p, 10) - wanted);
      const latest = indicator.periods[indicator.periods.length - 1];
      state.period = changes.period ? latest : [...indicator.periods].sort((a, b) => distance(a) - distance(b))[0];
    }
    if (state.region !== current.region) state.viewport = changes.viewport || null;
    return state;
  }

  function offeredLevels(region, indicator) {
    const levels = region.levels.filter((level) => indicator.levels.includes(level));
    return levels.length ? levels : ["gemeente"];
  }

  /** The query string of a state; rudc_map/view/state.py writes the same. */
  function query(state) {
    const code = displayCode(state.display);
    const parts = [
      ["regio", state.region],
      ["niveau", state.level],
      ["indicator", state.indicator],
      ["periode", state.period],
      ["gebieden", state.areas.join(",")],
      ["referentie", state.reference],
      ["weergave", code === displayCode(DEFAULT_DISPLAY) ? "" : code],
      ["kaart", state.viewport ? viewportCode(state.viewport) : ""],
      ["taal", state.lang === "nl" ? "" : state.lang],
    ];
    return parts
      .filter(([, value]) => value)
      .map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%2C/g, ",").replace(/%3B/g, ";")}`)
      .join("&");
  }

  function displayCode(display) {
    const own = display.scheme === "eigen" ? display.ownBreaks.map((b) => `;${b}`).join("") : "";
    const difference = display.difference ? "-verschil" : "";
    return `${display.scheme}${own}-${display.classes}-${display.palette}${difference}`;
  }

  function viewportCode({ lat, lon, zoom }) {
    return `${lat.toFixed(4)},${lon.toFixed(4)},${+zoom.toFixed(2)}`;
  }

  function address(state) {
    return `${location.pathname}?${query(state)}`;
  }

  function notify(before) {
    for (const listener of listeners) listener(current, before);
  }

  return {
    start,
    update,
    moved,
    flush,
    query,
    address,
    offeredLevels,
    get: () => current,
    onChange: (listener) => listeners.push(listener),
  };
})();
