/* Start of an embed: its values, its map, chart or table, and what it tells the page around it. */
(function () {
  "use strict";

  const { page } = rudc;
  const byId = (id) => document.getElementById(id);
  const onMap = page.embed.view.startsWith("kaart");
  let view = null;

  rudc.view.current = () => view;

  async function show(state) {
    try {
      const files = [rudc.data.valuesFor(state), rudc.data.areasFor(state), rudc.data.ownFor(state).catch(() => null)];
      const coverage = onMap ? rudc.data.coverageFor(state, [rudc.map.leaflet().view()]) : null;
      const [payload, areas, own] = await Promise.all(files);
      view = viewOf({ state, payload, areas, own, intervals: null });
      if (onMap) drawMap(await coverage);
      if (byId("legend")) rudc.legend.render(view);
      if (byId("chart")) await rudc.embedCharts.render(view);
      if (!byId("table").hidden) rudc.embedTable.render(view);
      shown();
    } catch (error) {
      const retry = { label: rudc.format.text("retry"), run: () => show(state) };
      rudc.notices.show(error.explanation || rudc.format.text("embed.failed"), { action: retry, key: "failed" });
    }
  }

  function viewOf(found) {
    const { state, payload, areas } = found;
    const painting = rudc.classes.painting(state, payload, areas.levels[state.level].codes, areas);
    const made = { ...found, painting, indicator: page.indicator(state.indicator) };
    let standing = null;
    Object.defineProperty(made, "standing", { get: () => (standing = standing || rudc.compare.standing(made)) });
    return made;
  }

  function drawMap(coverage) {
    rudc.map.setAreas(coverage);
    rudc.canvas.paint(view.painting);
    rudc.map.select(view.state.areas);
    rudc.map.showOwn(rudc.ownArea.geometryOf(view.state.own));
  }

  let first = true;
  let tell = () => {}; // says how high the embed is

  function shown() {
    document.body.dataset.shown = "true";
    if (!first) return tell();
    first = false;
    document.querySelectorAll("a:has(> .embed-still)").forEach((still) => still.remove());
    document.body.classList.remove("still-shown");
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("embed-shown")));
    if (onMap) rudc.data.loadBorders().then(rudc.map.setBorders).catch(() => {}); // the areas say enough without them
    return tell(); // a frame below the screen is not drawn, and notices no change of its size
  }

  /** After the map was moved: another level where the zoom asks for it, or what has come into view. */
  async function follow() {
    if (!view) return;
    const state = rudc.levels.fitted(view.state, rudc.map.leaflet().getZoom());
    if (state.level !== view.state.level) return show(state);
    if (!state.auto) return;
    await rudc.data.coverageFor(state, [rudc.map.leaflet().view()]);
    rudc.map.refresh();
  }

  /* --- around it ------------------------------------------------------------------------------------ */

  function tableButton() {
    const button = byId("as-table");
    if (!button) return;
    button.addEventListener("click", () => {
      const open = byId("table").hidden;
      byId("table").hidden = !open;
      byId("picture").hidden = open;
      button.setAttribute("aria-expanded", String(open));
      button.textContent = rudc.format.text(open ? "embed.as_picture" : "embed.as_table");
      if (open && view) rudc.embedTable.render(view);
      if (open) byId("table").focus();
    });
  }

  function search() {
    const input = byId("search");
    if (!input) return;
    const { folded } = rudc.format;
    const find = (words) => {
      if (!view || !words) return [];
      const { areas, state, painting } = view;
      const wanted = folded(words);
      const options = areas.levels[state.level].codes
        .filter((code, i) => painting.inside[i] && folded(areas.fullName(code)).includes(wanted))
        .map((code) => ({ id: code, label: areas.name(code), detail: /^(BU|WK)/.test(code) ? areas.name(areas.gemeenteOf(code)) : "" }))
        .sort((a, b) => folded(b.label).startsWith(wanted) - folded(a.label).startsWith(wanted) || a.label.localeCompare(b.label, page.lang))
        .slice(0, 20);
      return options.length ? [{ label: "", options }] : [];
    };
    rudc.combobox.create({ input, list: byId("search-list"), find, choose, shown: () => null });
  }

  async function choose(code) {
    if (onMap) {
      await rudc.data.shapeOf(code);
      rudc.map.show(code, { zoom: true });
    } else rudc.notices.say(rudc.tooltip.describe(view, code).join(". "));
    if (byId("chart") || !byId("table").hidden) {
      view = viewOf({ ...view, state: { ...view.state, areas: [...new Set([...view.state.areas, code])].slice(0, page.maxAreas) } });
      if (byId("chart")) rudc.embedCharts.render(view);
      if (!byId("table").hidden) rudc.embedTable.render(view);
    }
  }

  /** Tell the page around the frame how high it is (assets/embed/host/embed.js); nobody else is told anything. */
  function tellHeight() {
    if (!page.embed.grows || window.parent === window) return;
    tell = () => window.parent.postMessage({ rudc: "height", height: Math.ceil(byId("embed").getBoundingClientRect().height) }, "*");
    new ResizeObserver(tell).observe(byId("embed"));
    window.addEventListener("message", ({ source, data }) => source === window.parent && data && data.rudc === "height?" && tell());
  }

  /** The colours of the other scheme. */
  function recolour() {
    if (!view) return;
    view = viewOf({ ...view });
    if (onMap) drawMap(rudc.map.coverage());
    if (byId("legend")) rudc.legend.render(view);
    if (byId("chart")) rudc.embedCharts.render(view);
  }

  let state = page.state;
  if (onMap) {
    rudc.tooltip.start();
    rudc.map.start(state);
    rudc.map.leaflet().onMoved(follow);
    state = rudc.levels.fitted(state, rudc.map.leaflet().getZoom());
  }
  if (byId("legend")) rudc.legend.start();
  for (const notice of page.notices) rudc.notices.show(notice);
  tableButton();
  search();
  tellHeight();
  rudc.look.onChange(recolour);
  show(state);
})();
