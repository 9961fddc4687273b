/*
 * Walking the areas by keyboard. On the map, an arrow goes to the area beside the last one, in the
 * geometry that is shown; Page Up and Page Down go to the next higher and lower value. What is there
 * is shown as on hover, and said.
 */
window.rudc = window.rudc || {};

rudc.walk = (function () {
  "use strict";

  const { h } = rudc;
  const { text, value } = rudc.format;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const BY_VALUE = ["Home", "End", "PageUp", "PageDown"];
  let at = null; // the code of the area that is walked on
  let walked = []; // the areas that the ways below are between
  let ways = null;

  /* --- where to --------------------------------------------------------------------------------- */

  /** The area of the region that lies beside another in a direction [east, north]; null for none. */
  function beside(code, direction) {
    prepare();
    return ways(code, direction);
  }

  /** Know the ways between what is shown: a third of a second for a whole country. */
  function prepare() {
    const areas = shown();
    if (walked.length !== areas.length || areas.some((area, i) => area !== walked[i])) [walked, ways] = [areas, rudc.ways.between(areas)];
  }

  const whenIdle = window.requestIdleCallback || ((run) => setTimeout(run, 1));

  /** The shown areas of the region. */
  function shown() {
    const { painting } = rudc.view.current();
    return rudc.map.shapes().filter((area, i) => area && painting.classOf[i] !== rudc.classes.OUTSIDE);
  }

  /** The area with the highest or lowest value, or the next one up or down. */
  function byValue(key, code) {
    const { ordered } = rudc.view.current().standing;
    const place = ordered.findIndex((area) => area.code === code);
    const last = ordered.length - 1;
    const wanted = { Home: 0, End: last, PageUp: Math.max(0, place - 1), PageDown: Math.min(last, place + 1) }[key];
    return ordered.length && wanted !== place ? ordered[wanted].code : null;
  }

  /** Where a walk begins: the last area, else the first selected one in the region, else that in the middle. */
  function start() {
    const candidates = [at, rudc.map.hovered(), ...rudc.state.get().areas, rudc.map.areaAt(rudc.map.leaflet().getCenter())];
    const areas = shown();
    const found = candidates.find((code) => code && areas.some((area) => area.code === code));
    return found || nearestTo(areas, rudc.map.leaflet().getCenter());
  }

  /** The area whose middle is nearest to a place; null where there is no area. */
  function nearestTo(areas, { lat, lng }) {
    const shrunk = Math.cos((lat * Math.PI) / 180);
    const far = ({ box }) => Math.hypot(((box[0] + box[2]) / 2 - lng) * shrunk, (box[1] + box[3]) / 2 - lat);
    return areas.length ? areas.reduce((a, b) => (far(a) <= far(b) ? a : b)).code : null;
  }

  /* --- going there ------------------------------------------------------------------------------- */

  function goTo(code) {
    at = code;
    const map = rudc.map.leaflet();
    const container = map.getContainer();
    container.classList.add("walking");
    const middle = rudc.coverage.centreOf(rudc.map.shape(code));
    const legend = document.getElementById("legend").offsetHeight;
    map.panInside(middle, { paddingTopLeft: [40, 40], paddingBottomRight: [40, Math.min(legend + 40, map.getSize().y / 2)], animate: false });
    rudc.map.hover(code);
    const { left, top } = container.getBoundingClientRect();
    const { x, y } = map.latLngToContainerPoint(middle);
    rudc.tooltip.follow({ clientX: left + x, clientY: top + y });
    rudc.notices.say(described(code).join(". "));
  }

  /** What is said of an area: what the card shows, its class, and whether it is selected. */
  function described(code) {
    const view = rudc.view.current();
    const area = view.areas.find(code);
    const { classOf } = view.painting;
    const [name, ...rest] = rudc.tooltip.describe(view, code);
    const inClass = area && classOf[area.index] >= 0 && !view.indicator.categories.length ? [text("walk.class", { range: rudc.legend.range(view, classOf[area.index]) })] : [];
    const chosen = rudc.state.get().areas.includes(code) ? [text("walk.selected")] : [];
    return [name, ...chosen, ...rest, ...inClass];
  }

  function leave() {
    at = null;
    rudc.map.leaflet().getContainer().classList.remove("walking");
    rudc.map.hover(null);
  }

  /** Before Leaflet, for which arrows move the map; with Shift they still do. */
  function onKey(event) {
    const map = rudc.map.leaflet();
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (event.target !== map.getContainer() || altKey || !rudc.view.current()) return;
    if (event.target.classList.contains("drawing")) return; // there the middle of the map is the pen
    const walking = at && rudc.map.has(at);
    if ((ARROWS[key] || BY_VALUE.includes(key)) && !ctrlKey && !metaKey && !shiftKey) step(key, walking);
    else if (walking && (key === "Enter" || key === " ")) choose(map, event);
    else if (walking && key === "Escape") stop();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function step(key, walking) {
    const from = walking ? at : start();
    if (!from) return;
    const next = ARROWS[key] ? (walking ? beside(from, ARROWS[key]) : from) : byValue(key, from);
    if (next) goTo(next);
    else rudc.notices.say(text(ARROWS[key] ? "walk.none" : "walk.last"));
  }

  function choose(map, event) {
    map.fire("click", { latlng: rudc.map.pointInside(at), originalEvent: event });
    rudc.notices.say([rudc.view.current().areas.name(at), text(rudc.state.get().areas.includes(at) ? "walk.selected" : "walk.unselected")].join(": "));
  }

  function stop() {
    leave();
    rudc.notices.say(text("walk.left"));
  }

  /* --- what is told of it --------------------------------------------------------------------------- */

  /** What the map shows, in words. */
  function summary(view) {
    const { state, indicator, standing, payload, painting } = view;
    const level = text(`level.${state.level}.plural`);
    const parts = [text("summary.map", { indicator: indicator.name, period: state.period, level, region: rudc.page.region(state.region).name })];
    const without = Object.values(painting.reasons).reduce((sum, n) => sum + n, 0);
    if (standing.n) {
      const most = end(view, 0);
      const least = end(view, standing.n - 1);
      parts.push(payload.values.length > 1 && most.amount === least.amount ? text("summary.same", { value: most.amount }) : text("summary.ends", { most: most.words, least: least.words }));
    }
    if (state.display.difference) parts.push(text("legend.difference", { reference: rudc.view.referenceLabel(view) }));
    parts.push(without ? text("summary.without", { n: rudc.format.number(without, 0), level }) : text("summary.complete", { level }));
    return `${parts.join(". ")}.`;
  }

  /** The area with the highest or the lowest value, with its value and how many share it. */
  function end({ areas, indicator, standing }, place) {
    const { code, value: amount } = standing.ordered[place];
    const shared = standing.ordered.filter((other) => other.value === amount).length - 1;
    const words = `${areas.fullName(code)} (${value(indicator, amount)})`;
    return { amount: value(indicator, amount), words: shared ? text("summary.shared", { words, n: rudc.format.number(shared, 0) }) : words };
  }

  const told = h("p", { id: "map-summary", class: "sr-only", role: "status" });
  const help = h("p", { id: "map-help", class: "map-help" }, text("map.help"));
  document.getElementById("maps").append(told, help);
  const container = rudc.map.leaflet().getContainer();
  container.setAttribute("aria-describedby", "map-summary map-help");
  container.addEventListener("focus", () => whenIdle(() => rudc.view.current() && prepare())); // arrows may follow
  container.addEventListener("blur", leave);
  container.addEventListener("pointerdown", leave);
  for (const way of ["in", "out"]) {
    const button = container.querySelector(`.leaflet-control-zoom-${way}`);
    for (const name of ["title", "aria-label"]) button.setAttribute(name, text(`zoom.${way}`));
  }
  window.addEventListener("keydown", onKey, { capture: true });
  const show = () => {
    const words = summary(rudc.view.current());
    if (told.textContent !== words) told.textContent = words; // said again only when it is another
  };
  document.addEventListener("rudc:shown", show);
  if (rudc.view.current()) show();

  return { beside, summary };
})();
