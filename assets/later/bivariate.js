/* Two indicators in one map: three classes each, nine colours, a square legend that filters. */
window.rudc = window.rudc || {};

rudc.bivariate = (function () {
  "use strict";

  const { h } = rudc;
  const { text, indicatorSelect } = rudc.charts;
  const THIRDS = [1 / 3, 2 / 3];
  const filtered = { of: "", at: null }; // which classes, and the one that is shown alone

  async function show(view) {
    const { state, areas } = view;
    const second = rudc.state.second(state);
    const other = rudc.page.indicator(second.indicator);
    const payload = await rudc.data.valuesFor({ ...state, ...second, reference: "nederland" });
    if (rudc.view.current() !== view) return;
    const scales = [scaleOf(view, view.payload, view.indicator), scaleOf(view, payload, other)];
    const painting = paintingOf(view, payload, scales);
    rudc.canvas.paint(painting);
    rudc.legend.replace("legend", legend({ view, second, other, scales, painting }));
    keepFilter([state.region, state.level, state.indicator, state.period, second.indicator, second.period].join());
    rudc.tooltip.alsoSay((code) => {
      const area = areas.find(code);
      if (!area || area.level !== state.level) return [];
      const value = payload.values[area.index];
      const said = value === null ? rudc.classes.whyMissing(payload, area.index) : rudc.format.value(other, value);
      return [`${other.name}, ${second.period}: ${said}`];
    });
  }

  /** Selecting areas paints the map again, but asks for no other classes: the filter stays. */
  function keepFilter(classes) {
    if (filtered.of !== classes) Object.assign(filtered, { of: classes, at: null });
    if (filtered.at !== null) rudc.legend.filter("legend", rudc.canvas, filtered.at); // painting ended it
  }

  function filter(at) {
    rudc.legend.filter("legend", rudc.canvas, at);
    filtered.at = rudc.canvas.highlightedClass();
  }

  /** The breaks between the thirds of the region's areas, and its extent; null without values. */
  function scaleOf({ painting }, { values }, indicator) {
    const known = values.filter((value, i) => value !== null && painting.inside[i]).sort((a, b) => a - b);
    if (!known.length) return null;
    const breaks = THIRDS.map((share) => {
      const at = share * (known.length - 1);
      const low = Math.floor(at);
      const between = known[low] + ((known[low + 1] ?? known[low]) - known[low]) * (at - low);
      return Number(between.toFixed(indicator.decimals));
    });
    return { breaks, low: known[0], high: known[known.length - 1] };
  }

  /** Class 3 * (third of the first) + (third of the second); without one of both, hatched or dotted. */
  function paintingOf(view, payload, scales) {
    const { painting } = view;
    const colours = rudc.page.bivariate.flat();
    const counts = new Array(9).fill(0);
    const without = { unknown: 0, empty: 0 };
    const classOf = Int8Array.from(painting.inside, (inside, i) => {
      if (!inside) return rudc.classes.OUTSIDE;
      const thirds = [view.payload, payload].map(({ values }, k) => (values[i] === null ? null : rudc.classes.classIndex(values[i], scales[k].breaks)));
      if (thirds.includes(null)) {
        const letters = [view.payload, payload].map(({ missing }) => missing[i]);
        const empty = letters.some((letter) => "0w".includes(letter));
        without[empty ? "empty" : "unknown"] += 1;
        return empty ? rudc.classes.EMPTY : rudc.classes.UNKNOWN;
      }
      const at = 3 * thirds[0] + thirds[1];
      counts[at] += 1;
      return at;
    });
    return { ...painting, colours, classOf, counts, without, bivariate: true };
  }

  /* --- the square legend --------------------------------------------------------------------------- */

  function legend({ view, second, other, scales, painting }) {
    const { state, indicator } = view;
    const change = (id) => rudc.state.update({ second: { ...second, indicator: id, period: rudc.state.nearestPeriod(rudc.page.indicator(id), state.period) } });
    const parts = [
      h("h2", {}, text("bivariate.title", { first: indicator.name, second: other.name })),
      h("p", { class: "legend-sub" }, text("bivariate.sub", { first: state.period, second: second.period, level: text(`level.${state.level}.plural`) })),
    ];
    if (scales.includes(null)) return [...parts, h("p", {}, text("legend.nothing"))];
    const said = (k, third) => {
      const { decimals } = k === 0 ? indicator : other;
      const edges = [scales[k].low, ...scales[k].breaks, scales[k].high].map((edge) => rudc.format.number(edge, decimals));
      return `${edges[third]} – ${edges[third + 1]}`;
    };
    const cells = [2, 1, 0].map((row) => h("div", { class: "square-row", role: "presentation" }, [0, 1, 2].map((column) => {
      const at = 3 * row + column;
      const label = text("bivariate.class", {
        first: indicator.name, low: said(0, row), second: other.name, high: said(1, column), n: rudc.format.number(painting.counts[at], 0),
      });
      const colour = painting.colours[at];
      return h("button", {
        type: "button",
        class: "square-cell",
        "data-class": at,
        "aria-pressed": "false",
        "aria-label": label,
        title: `${label}. ${text("legend.click")}`,
        style: `background:${colour};color:${rudc.look.inkOn(colour)}`,
        onclick: () => filter(at),
      }, rudc.format.number(painting.counts[at], 0));
    })));
    const axis = (k) => {
      const { decimals } = k === 0 ? indicator : other;
      return [scales[k].low, ...scales[k].breaks, scales[k].high].map((edge, i) =>
        h("span", { style: `--at:${i / 3}` }, rudc.format.number(edge, decimals)));
    };
    return [
      ...parts,
      indicatorSelect({ label: text("bivariate.second"), chosen: second.indicator, level: state.level, focus: "bivariate-second", change }),
      h("div", { class: "square" },
        h("div", { class: "square-name vertical", "aria-hidden": "true" }, `${indicator.name} →`),
        h("div", { class: "square-axis vertical", "aria-hidden": "true" }, axis(0)),
        h("div", { class: "square-cells", role: "group", "aria-label": text("legend.classes") }, cells),
        h("div", { class: "square-axis", "aria-hidden": "true" }, axis(1)),
        h("div", { class: "square-name", "aria-hidden": "true" }, `${other.name} →`),
        key(painting)),
      h("p", { class: "legend-source" }, rudc.charts.source([indicator, other])),
    ];
  }

  /** What the areas without a class lack. */
  function key(painting) {
    const { unknown, empty } = painting.without;
    const entry = (pattern, words, n) => (n ? h("li", { class: "legend-missing" },
      h("span", { class: `swatch ${pattern}`, "aria-hidden": "true" }), text(words, { n: rudc.format.number(n, 0) })) : null);
    return h("ul", { class: "legend-none square-key" },
      entry("hatch", "bivariate.without", unknown), entry("dots", "bivariate.empty", empty));
  }

  return { show };
})();
