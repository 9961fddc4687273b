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
      current = Object.freeze(rudc.levels.fitted(withoutLostFile(event.state.rudc), rudc.map.leaflet().getZoom()));
      notify(before);
    });
  }

  /** Show another level, which the zoom asks for; the address and the history stay as they are. */
  function follow(level) {
    const before = current;
    current = Object.freeze({ ...current, level });
    history.replaceState({ rudc: current }, "", address(current));
    notify(before);
  }

  /** Change part of the state; what no longer fits is brought to the nearest thing that does. */
  function update(changes, { replace = false } = {}) {
    const before = current;
    const next = fitting({ ...before, ...changes }, changes);
    if (query(next) === query(before) && next.auto === before.auto) return;
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
  function moved(viewport, place = current.place) {
    current = Object.freeze({ ...current, viewport, place });
    flush();
    history.replaceState({ rudc: current }, "", address(current));
    document.dispatchEvent(new CustomEvent("rudc:address"));
  }

  /** A state with nothing of a file that is not there any more; says so where that changes it. */
  function withoutLostFile(state, { silent = false } = {}) {
    const there = (id) => rudc.page.indicator(id) !== undefined;
    const second = state.second && there(state.second.indicator) ? state.second : null;
    const whole = there(state.indicator) && second === state.second && state.series.every(there);
    if (whole) return rudc.page.isOfFile(state.indicator) ? fitting({ ...state }, {}) : state;
    if (!silent) rudc.notices.show(rudc.format.text("own_file.gone"));
    const indicator = there(state.indicator) ? state.indicator : rudc.page.state.indicator;
    return fitting({ ...state, indicator, second, series: state.series.filter(there) }, {});
  }

  function fitting(state, changes) {
    const indicator = rudc.page.indicator(state.indicator);
    if (rudc.page.isOfFile(state.indicator) && !ENCLOSING.includes(state.reference)) {
      state.reference = "nederland";
      rudc.notices.show(rudc.format.text("own_file.no_reference"), { key: "own_file" });
    }
    let region = rudc.page.region(state.region);
    if (changes.level && !region.levels.includes(state.level)) {
      region = rudc.page.regions.find((r) => r.levels.includes(state.level)) || region;
      state.region = region.id;
    }
    if (state.auto && rudc.map.leaflet()) state.level = rudc.levels.fitted(state, rudc.map.leaflet().getZoom()).level;
    const offered = offeredLevels(region, indicator);
    if (!offered.includes(state.level)) {
      const at = LEVELS.indexOf(state.level);
      const larger = offered.find((level) => LEVELS.indexOf(level) > at);
      state.level = larger || offered[offered.length - 1];
    }
    if (!indicator.periods.includes(state.period)) {
      const latest = indicator.periods[indicator.periods.length - 1];
      state.period = changes.period ? latest : nearestPeriod(indicator, state.period);
    }
    if (state.region !== current.region) state.viewport = changes.viewport || null;
    return state;
  }

  /** The period of an indicator that is nearest to another. */
  function nearestPeriod({ periods }, period) {
    const distance = (p) => Math.abs(parseInt(p, 10) - parseInt(period, 10));
    return [...periods].sort((a, b) => distance(a) - distance(b))[0];
  }

  function offeredLevels(region, indicator) {
    const levels = region.levels.filter((level) => indicator.levels.includes(level));
    return levels.length ? levels : ["gemeente"];
  }

  /** The query string of what a state shows; that of its address says "auto" for a level that follows the zoom. */
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
      ["beeld", state.picture === "kaart" ? "" : state.picture],
      ["tweede", state.second ? secondCode(state.second) : ""],
      ["plaats", state.place ? state.place.map((at) => at.toFixed(4)).join(",") : ""],
      ["reeks", state.series.join(";")],
      ["laag", state.overlay],
      ["grafiek", state.chart],
      ["breed", state.wide ? "ja" : ""],
      ["eigen", state.own],
      ["lijkt", state.similarity],
    ];
    return parts
      .filter(([, value]) => value)
      .map(([key, value]) => `${key}=${encoded(value)}`)
      .join("&");
  }

  /** Percent-encoded, but for what is fine in a query string and reads better as it is. */
  const encoded = (value) => encodeURIComponent(value).replace(/%2C|%3B|%3A/g, decodeURIComponent);

  const secondCode = ({ indicator, period, reference }) => [indicator, period, reference].join(";");

  const ENCLOSING = ["nederland", "provincie", "regio", "gemeente"];

  /** The kind of a reference: it is itself, or stands for areas by their codes. */
  const referenceKind = (reference) =>
    ENCLOSING.includes(reference) || reference === "vergelijkbaar" ? reference : "gebieden";

  /** What the second map, the bivariate map and the scatter show: as chosen, else the usual. */
  function second(state) {
    const chosen = state.second && rudc.page.indicator(state.second.indicator);
    if (chosen && chosen.levels.includes(state.level)) return state.second;
    const usual = ["woz_waarde", "aandeel_65plus", "inwoners", ...rudc.page.indicators.map(({ id }) => id)]
      .map(rudc.page.indicator)
      .find((found) => found && found.id !== state.indicator && found.levels.includes(state.level));
    return { indicator: usual.id, period: usual.periods[usual.periods.length - 1], reference: "nederland" };
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
    return `${location.pathname}?${query(state.auto ? { ...state, level: "auto" } : state)}`;
  }

  function notify(before) {
    for (const listener of listeners) listener(current, before);
  }

  return {
    start,
    update,
    follow,
    moved,
    flush,
    query,
    encoded,
    address,
    offeredLevels,
    nearestPeriod,
    withoutLostFile,
    referenceKind,
    second,
    get: () => current,
    onChange: (listener) => listeners.push(listener),
  };
})();
