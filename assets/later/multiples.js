/* Small multiples: the periods of one indicator, or up to nine indicators, as little maps. */
window.rudc = window.rudc || {};

rudc.multiples = (function () {
  "use strict";

  const { h } = rudc;
  const { text, unitOf } = rudc.charts;
  const place = document.getElementById("multiples");
  const CLASSES = 5;
  let minis = []; // {view, fit, canvas, marks, words}

  function toggle(on) {
    if (place.hidden === !on) return;
    place.hidden = !on;
    document.getElementById("maps").classList.toggle("many", on);
    if (!on) place.replaceChildren();
    else rudc.legend.replace("second-legend", []);
  }

  async function show(view) {
    const wanted = statesOf(view.state);
    const payloads = await Promise.all(wanted.map(rudc.data.valuesFor));
    if (rudc.view.current() !== view) return;
    const views = wanted.map((state, i) => viewOf(view, state, payloads[i]));
    const shared = shareScale(views);
    minis = views.map((mini) => frameOf(mini, shared));
    const columns = Math.ceil(Math.sqrt(minis.length));
    place.replaceChildren(chooser(view.state), comparedWith(view), h("div", { class: "mini-grid", style: `--columns:${columns}` }, minis.map(({ figure }) => figure)),
      shared ? sharedLegend(views) : h("p", { class: "help" }, text(view.state.display.difference ? "multiples.own_differences" : "multiples.own_scales")));
    for (const mini of minis) draw(mini);
    mark();
  }

  /** What the differences are with, where those are shown. */
  const comparedWith = (view) => (view.state.display.difference
    ? h("p", { class: "help" }, text("legend.difference", { reference: rudc.view.referenceLabel(view) })) : "");

  /** The state of each little map. */
  function statesOf(state) {
    const indicator = rudc.page.indicator(state.indicator);
    const ids = state.series.filter((id) => rudc.page.indicator(id).levels.includes(state.level));
    const plain = { ...state, own: "", display: { ...state.display, scheme: state.display.scheme === "eigen" ? "natuurlijk" : state.display.scheme } };
    if (!ids.length && indicator.periods.length > 1) return indicator.periods.map((period) => ({ ...plain, period }));
    const shown = ids.length ? ids : ofTheme(indicator.theme, state.level);
    return shown.map((id) => ({ ...plain, indicator: id, period: rudc.state.nearestPeriod(rudc.page.indicator(id), state.period) }));
  }

  const ofTheme = (theme, level) => rudc.page.indicators
    .filter((indicator) => indicator.theme === theme && indicator.levels.includes(level))
    .slice(0, rudc.page.maxSeries).map(({ id }) => id);

  function viewOf(view, state, payload) {
    const mini = { ...view, state, payload, indicator: rudc.page.indicator(state.indicator), intervals: null, own: null };
    mini.painting = rudc.classes.painting(state, payload, view.areas.levels[state.level].codes, view.areas);
    return mini;
  }

  /**
   * One scale for all where the unit is the same. Of one indicator that is its scale, which holds
   * for all periods; of several it is made here: classes with equally many of all their values.
   * Differences of several indicators each have their own, around zero.
   */
  function shareScale(views) {
    const first = views[0];
    if (views.every(({ indicator }) => indicator.id === first.indicator.id)) return true;
    if (first.state.display.difference) return false;
    const comparable = ({ indicator }) => indicator.unit && indicator.unit === first.indicator.unit && indicator.divergingAt === null && !indicator.categories.length;
    if (!views.every(comparable)) return false;
    const all = views.flatMap(({ painting }) => painting.shown.filter((value, i) => value !== null && painting.inside[i])).sort((a, b) => a - b);
    if (!all.length) return false;
    const decimals = Math.max(...views.map(({ indicator }) => indicator.decimals));
    const breaks = [...new Set([1, 2, 3, 4].map((k) => Number(all[Math.floor((k / CLASSES) * (all.length - 1))].toFixed(decimals))))];
    for (const view of views) {
      const display = { ...view.state.display, scheme: "eigen", ownBreaks: breaks };
      view.painting = rudc.classes.painting({ ...view.state, display }, view.payload, view.areas.levels[view.state.level].codes, view.areas);
    }
    return true;
  }

  /* --- one little map -------------------------------------------------------------------------------- */

  function frameOf(view, shared) {
    const { indicator, state } = view;
    const title = rudc.state.get().series.length || indicator.periods.length < 2 ? `${indicator.name}, ${state.period}` : state.period;
    const canvas = h("canvas", { "aria-hidden": "true" });
    const marks = h("canvas", { "aria-hidden": "true", class: "mini-marks" });
    const words = h("span", { class: "mini-value" });
    const figure = h("figure", { class: "mini", role: "group", "aria-label": `${title}. ${summary(view)}` },
      h("figcaption", {},
        h("button", {
          type: "button",
          class: "link",
          title: text("multiples.open"),
          onclick: () => rudc.state.update({ picture: "kaart", indicator: state.indicator, period: state.period }),
        }, title), words),
      h("div", { class: "mini-map" }, canvas, marks),
      shared ? null : ownLegend(view));
    const mini = { view, figure, canvas, marks, words, fit: null };
    marks.addEventListener("pointermove", (event) => {
      rudc.map.hover(codeAt(mini, event));
      rudc.tooltip.follow(event);
    });
    marks.addEventListener("pointerleave", () => rudc.map.hover(null));
    marks.addEventListener("click", (event) => {
      const code = codeAt(mini, event);
      if (code) rudc.selection.pick(code, event.ctrlKey || event.metaKey || event.shiftKey);
    });
    return mini;
  }

  function codeAt({ fit, marks }, event) {
    const { left, top } = marks.getBoundingClientRect();
    return rudc.map.areaAt(rudc.coverage.placeOf(fit, { x: event.clientX - left, y: event.clientY - top }));
  }

  /** In words: the highest and the lowest area, and how many have no figure. */
  function summary({ areas, indicator, state, painting }) {
    const { codes } = areas.levels[state.level];
    let [high, low, without] = [-1, -1, 0];
    painting.shown.forEach((value, i) => {
      if (!painting.inside[i]) return;
      if (value === null) without += 1;
      else {
        if (high < 0 || value > painting.shown[high]) high = i;
        if (low < 0 || value < painting.shown[low]) low = i;
      }
    });
    if (high < 0) return text("legend.nothing");
    const said = (i) => `${areas.fullName(codes[i])} ${amount(indicator, state, painting.shown[i])}`;
    return text(state.display.difference ? "multiples.differences" : "multiples.summary", { high: said(high), low: said(low), without: rudc.format.number(without, 0) });
  }

  const amount = (indicator, { display }, value, how) => rudc.format[display.difference ? "difference" : "value"](indicator, value, how);

  function draw(mini) {
    const { view, canvas, marks } = mini;
    const { width, height } = canvas.parentElement.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    for (const layer of [canvas, marks]) {
      layer.width = Math.round(width * ratio);
      layer.height = Math.round(height * ratio);
    }
    mini.fit = rudc.coverage.fitting(rudc.page.region(view.state.region).bounds, width, height);
    mini.ratio = ratio;
    const context = canvas.getContext("2d");
    toPathUnits(context, mini);
    const { painting } = view;
    rudc.map.shapes().forEach(({ path }, i) => {
      const at = painting.classOf[i];
      if (at === rudc.classes.OUTSIDE) return;
      context.fillStyle = at >= 0 ? painting.colours[at] : rudc.canvas.pattern(context, at, mini.fit.scale * ratio);
      context.fill(path, "evenodd");
      context.strokeStyle = rudc.look.colour("between");
      context.lineWidth = 0.3 / mini.fit.scale;
      context.stroke(path);
    });
  }

  function toPathUnits(context, { fit, ratio }) {
    context.setTransform(fit.scale * ratio, 0, 0, fit.scale * ratio, fit.x * ratio, fit.y * ratio);
    context.lineJoin = "round";
  }

  /** Outline the selected and the hovered area on every map, and tell the hovered one's value. */
  function mark() {
    const hovered = rudc.map.hovered();
    for (const mini of minis) {
      const { view, marks, fit, words } = mini;
      const context = marks.getContext("2d");
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, marks.width, marks.height);
      toPathUnits(context, mini);
      const outlined = view.state.areas.map((code, i) => [code, rudc.page.selection[i]]);
      if (hovered) outlined.push([hovered, rudc.look.colour("ink")]);
      for (const [code, colour] of outlined) {
        const shape = rudc.map.shape(code);
        if (!shape) continue;
        for (const [width, stroke] of [[4, rudc.look.colour("halo")], [2, colour]]) {
          context.lineWidth = width / fit.scale;
          context.strokeStyle = stroke;
          context.stroke(shape.path);
        }
      }
      const shown = hovered || view.state.areas[0];
      const known = shown && view.areas.find(shown) ? rudc.compare.facts(view, shown) : null;
      words.textContent = known ? briefly(view, known) : "";
    }
  }

  function briefly({ indicator, state }, { value, reason, difference }) {
    return value === null ? text(`missing.${reason}`) : amount(indicator, state, state.display.difference ? difference : value, { bare: true });
  }

  document.addEventListener("rudc:hover", () => {
    if (!place.hidden && minis.length) mark();
  });
  new ResizeObserver(() => {
    if (place.hidden || !minis.length || !minis[0].figure.isConnected) return;
    for (const mini of minis) draw(mini);
    mark();
  }).observe(place);

  /* --- scales and choices --------------------------------------------------------------------------------- */

  function bar({ painting, indicator, state }) {
    const { colours, breaks, extent } = painting;
    const { difference } = state.display;
    if (!extent) return h("p", { class: "help" }, text("legend.nothing"));
    const number = (value) => (difference && value > 0 ? "+" : "") + rudc.format.number(value, indicator.decimals);
    return h("div", { class: "mini-legend" },
      h("div", { class: "mini-bar", "aria-hidden": "true" }, colours.map((colour) => h("span", { style: `background:${colour}` }))),
      h("div", { class: "legend-edges" }, indicator.categories.length && !difference ? null : breaks.map((edge, i) =>
        h("span", { style: `left:${((i + 1) / colours.length) * 100}%` }, number(edge)))));
  }

  const ownLegend = (view) => h("div", {}, bar(view), h("small", {}, unitOf(view.indicator) || text("unit.none")));

  function sharedLegend(views) {
    const [first] = views;
    return h("section", { class: "mini-shared", "aria-label": text("legend.title") },
      h("strong", {}, unitOf(first.indicator) || text("unit.none")), bar(first), rudc.legend.missingKey(),
      h("small", { class: "chart-source" }, rudc.charts.source(views.map(({ indicator }) => indicator))));
  }

  /** The periods, a theme, or indicators of one's own choice. */
  function chooser(state) {
    const indicator = rudc.page.indicator(state.indicator);
    const themes = rudc.page.themes.filter(({ id }) => ofTheme(id, state.level).length);
    const same = (ids) => ids.join(";") === state.series.join(";");
    const chosen = themes.find(({ id }) => same(ofTheme(id, state.level)));
    const change = (series) => rudc.state.update({ series });
    const all = rudc.page.indicators.filter(({ levels }) => levels.includes(state.level));
    return h("div", { class: "mini-choice" },
      h("label", { class: "inline-field" }, h("span", {}, text("multiples.label")),
        h("select", {
          "data-focus": "series",
          onchange: (event) => event.target.value !== "own" && change(event.target.value ? ofTheme(event.target.value, state.level) : []),
        },
        h("option", { value: "", selected: !state.series.length }, indicator.periods.length > 1 ? text("multiples.periods") : text("multiples.theme")),
        themes.map(({ id, name }) => h("option", { value: id, selected: Boolean(chosen && chosen.id === id) }, name)),
        state.series.length && !chosen ? h("option", { value: "own", selected: true }, text("multiples.own", { n: state.series.length })) : null)),
      h("details", {}, h("summary", {}, text("multiples.choose", { most: rudc.page.maxSeries })),
        h("ul", {}, all.map(({ id, name }) => h("li", {}, h("label", { class: "check" }, h("input", {
          type: "checkbox",
          checked: state.series.includes(id),
          disabled: !state.series.includes(id) && state.series.length >= rudc.page.maxSeries,
          onchange: (event) => change(event.target.checked ? [...state.series, id] : state.series.filter((other) => other !== id)),
        }), name))))));
  }

  return { toggle, show };
})();
