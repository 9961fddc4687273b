/* From a state to a page: get the values, paint the map, then everything around it. */
window.rudc = window.rudc || {};

rudc.view = (function () {
  "use strict";

  const PATIENCE = 150; // ms before the page says that it is waiting
  let current = null;
  let latest = 0;

  /** Show a state; what was on the map stays there until the new values are in. */
  async function show(state, before) {
    latest += 1;
    const mine = latest;
    const waiting = setTimeout(() => busy(true), PATIENCE);
    try {
      const around = besideValues(state);
      const drawn = rudc.map.ready.then(() => rudc.data.coverageFor(state, rudc.map.views()));
      const [payload, areas, coverage] = await Promise.all([rudc.data.valuesFor(state), rudc.data.areasFor(state), drawn]);
      const [intervals, own] = await around;
      if (mine !== latest) return;
      rudc.map.setAreas(coverage);
      present({ state, payload, areas, intervals, own }, before);
    } catch (error) {
      if (mine !== latest) return;
      rudc.controls.sync(state);
      const { text } = rudc.format;
      const retry = error.final ? null : { label: text("retry"), run: () => show(state, before) };
      const why = error.explanation || text("notice.no_values", { indicator: rudc.page.indicator(state.indicator).name });
      rudc.notices.show(why, { action: retry, key: "no_values" });
    } finally {
      clearTimeout(waiting);
      if (mine === latest) busy(false);
    }
  }

  /** What the comparison needs beside the values: the intervals, and the own area's figures. */
  function besideValues(state) {
    const wanted = state.areas.length || state.own ? rudc.data.intervalsFor(state) : null;
    const own = rudc.data.ownFor(state).catch((error) => {
      rudc.notices.show(error.explanation || rudc.format.text("own_area.failed"), { key: "own" });
      return null;
    });
    return Promise.all([wanted && wanted.catch(() => null), own]); // without intervals the rest still stands
  }

  function busy(on) {
    document.getElementById("map-area").setAttribute("aria-busy", String(on));
  }

  function present(found, before) {
    const { state, payload, areas } = found;
    const painting = rudc.classes.painting(state, payload, areas.levels[state.level].codes, areas);
    const indicator = rudc.page.indicator(state.indicator);
    const earlier = current;
    current = { ...found, painting, indicator, dark: rudc.look.dark() };
    Object.defineProperty(current, "standing", { get: lazily(() => rudc.compare.standing(current)) });
    if (needsPaint(earlier, current)) {
      if (!paintedOtherwise(state)) rudc.canvas.paint(painting);
      rudc.first.done();
      afterFrame(() => performance.mark("choropleth-painted"));
      if (!earlier) afterFrame(() => performance.mark("map-answers"));
    }
    rudc.map.select(state.areas);
    if (!earlier || earlier.state.own !== state.own) rudc.map.showOwn(rudc.ownArea.geometryOf(state.own));
    moveMap(state, before);
    afterFrame(afterPaint);
  }

  const lazily = (make) => {
    let made = null;
    return () => (made = made || make());
  };

  /** Whether another picture or an analysis colours the map (assets/later/pictures.js). */
  const paintedOtherwise = (state) => Boolean(rudc.pictures && rudc.pictures.paints(state));

  function needsPaint(earlier, next) {
    return !earlier || paintedOtherwise(earlier.state) !== paintedOtherwise(next.state) || earlier.payload !== next.payload || earlier.dark !== next.dark ||
      JSON.stringify(earlier.state.display) !== JSON.stringify(next.state.display) ||
      (next.state.display.difference && earlier.state.reference !== next.state.reference);
  }

  /** Run when what has been drawn is on the screen. */
  function afterFrame(run) {
    requestAnimationFrame(() => requestAnimationFrame(run));
  }

  function moveMap(state, before) {
    if (!before) return;
    if (state.region !== before.region) {
      if (state.viewport) rudc.map.goTo(state.viewport);
      else rudc.map.fitRegion(state.region);
    }
  }

  let wanted = null;

  /** The parts around the map; a newer state that comes in meanwhile makes this one moot. */
  function afterPaint() {
    if (wanted === current) return;
    wanted = current;
    rudc.state.flush();
    rudc.controls.sync(current.state);
    if (!paintedOtherwise(current.state)) rudc.legend.render(current);
    rudc.panel.render(current);
    document.title = title(current);
    dash_clientside.set_props("state", { title: rudc.state.query(current.state) });
    loadTheRest().then(() => rudc.pictures.show(current));
    document.dispatchEvent(new CustomEvent("rudc:shown"));
  }

  let rest = null;

  /** What the first picture does without: borders and names, and the scripts behind the charts. */
  function loadTheRest() {
    rest = rest || new Promise((resolve) => {
      dash_clientside.set_props("background", { children: rudc.page.baseMap });
      rudc.data.loadBorders().then(rudc.map.setBorders).catch(() => {}); // the areas say enough without them
      Promise.all(rudc.page.laterScripts.map(rudc.loadScript)).then(resolve);
    });
    return rest;
  }

  function title({ indicator, state }) {
    const region = rudc.page.region(state.region).name;
    return `${indicator.name}, ${state.period}, ${region} – ${rudc.format.text("app.name")}`;
  }

  /** The name of what an area is compared with: the country, its provincie, the region, its gemeente. */
  function referenceName(view, code) {
    const { state, areas } = view;
    const at = rudc.compare.standIn(view, code);
    if (state.reference === "provincie") return areas.name(areas.provinceOf(at) || "");
    if (state.reference === "gemeente") return areas.name(areas.gemeenteOf(at) || "");
    if (state.reference === "regio") return rudc.page.region(state.region).name;
    return referenceLabel(view);
  }

  /** What is compared with, whatever the area: the kind, or the chosen areas by name. */
  function referenceLabel({ state, areas }) {
    const { text } = rudc.format;
    const kind = rudc.state.referenceKind(state.reference);
    if (kind !== "gebieden") return text(`reference.${kind}`);
    const codes = state.reference.split(",");
    if (codes.length === 1) return areas.fullName(codes[0]);
    return text("reference.set", { n: codes.length, first: areas.name(codes[0]) });
  }

  /** Show the same state in the colours of another scheme. */
  function recolour() {
    if (!current) return;
    rudc.map.refresh();
    show(current.state, null);
  }

  rudc.look.onChange(recolour);

  return { show, current: () => current, referenceName, referenceLabel, loadTheRest };
})();

rudc.bench = {
  /** Begin the switch to another indicator, as a click in the picker does. */
  switchTo: (indicator) => rudc.state.update({ indicator }),
};
