/* The charts of an embed, drawn by hand: the page's need a script of a megabyte. */
window.rudc = window.rudc || {};

rudc.embedCharts = (function () {
  "use strict";

  const { h } = rudc;
  const text = (...args) => rudc.format.text(...args);
  const SVG = "http://www.w3.org/2000/svg";
  const ENDS = 7; // areas at either end of a ranking
  const MOST_LINES = 6;

  /** Draw the chart of a view in its place. */
  async function render(view) {
    const draw = { "": selection, rangorde: ranking, verdeling: distribution, tijd: periods }[rudc.page.embed.chart];
    const other = rudc.page.embed.chart !== view.state.chart && !["", "tabel", "tijd"].includes(view.state.chart); // one period makes no line
    document.getElementById("chart").replaceChildren(...(await draw(view)), ...(other ? [h("p", { class: "embed-note" }, text("embed.chart_on_page"))] : []));
  }

  const caption = (key, { indicator, state }) => h("figcaption", {}, `${text(key)}: ${indicator.name}, ${state.period}`);

  /** Bars of areas, each with its name and figure as text; one with `gap` stands for those in between. */
  function bars(view, rows) {
    const known = rows.map(({ value }) => value).filter((value) => typeof value === "number");
    const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
    const place = (value) => ((value - low) / (high - low || 1)) * 100;
    return h("ol", { class: "embed-bars" }, rows.map((row) => {
      if (row.gap) return h("li", { class: "gap" }, row.gap);
      const { code, value, colour, words } = row;
      const name = code === rudc.data.OWN ? text("own_area.name") : view.areas.fullName(code);
      const bar = value === null ? null : h("span", {
        style: `left:${Math.min(place(0), place(value))}%;width:${Math.abs(place(value) - place(0))}%;background:${colour}`,
      });
      return h("li", {}, h("span", { class: "bar-name" }, row.label || name), h("span", { class: "bar", "aria-hidden": "true" }, bar), h("span", { class: "bar-value" }, words));
    }));
  }

  function rowOf(view, code) {
    const { value, reason, inexact } = rudc.compare.facts(view, code);
    const at = rudc.compare.compared(view).indexOf(code);
    const words = value === null ? text(`missing.${reason}`) : rudc.format.value(view.indicator, value) + rudc.format.estimated(inexact);
    return { code, value, words, colour: at < 0 ? rudc.look.colour("bar") : rudc.compare.badge(view, code).colour };
  }

  function selection(view) {
    const rows = rudc.compare.compared(view).map((code) => rowOf(view, code));
    const { special } = view.payload.references;
    const common = special ? special.value : view.payload.references[view.state.reference];
    if (typeof common === "number") {
      rows.push({ label: rudc.view.referenceLabel(view), value: common, words: rudc.format.value(view.indicator, common), colour: rudc.look.colour("soft") });
    }
    return [caption("embed.chart_selection", view), bars(view, rows)];
  }

  function ranking(view) {
    const { ordered, n } = view.standing;
    const chosen = view.state.areas.filter((code) => view.standing.of(code));
    const ends = n > 2 * ENDS + 1 ? [...ordered.slice(0, ENDS), ...ordered.slice(-ENDS)] : ordered;
    const codes = new Set([...ends.map(({ code }) => code), ...chosen]);
    const shown = ordered.map(({ code }, at) => ({ code, at })).filter(({ code }) => codes.has(code));
    const rows = shown.flatMap(({ code, at }, i) => {
      const between = i ? at - shown[i - 1].at - 1 : 0;
      const place = { ...rowOf(view, code), label: `${rudc.format.number(view.standing.of(code).rank, 0)}. ${view.areas.fullName(code)}` };
      return between ? [{ gap: text("embed.left_out", { n: rudc.format.number(between, 0) }) }, place] : [place];
    });
    return [caption("embed.chart_ranking", view), bars(view, rows)];
  }

  function distribution(view) {
    const { counts, colours } = view.painting;
    const rows = counts.map((count, at) => ({
      label: rudc.legend.range(view, at), value: count, colour: colours[at], words: text("embed.count", { n: rudc.format.number(count, 0) }),
    }));
    return [caption("embed.chart_distribution", view), bars(view, rows)];
  }

  /* --- over time -------------------------------------------------------------------------------- */

  async function periods(view) {
    const { state, indicator, areas } = view;
    const payloads = await rudc.data.allPeriods(state);
    const common = { label: rudc.view.referenceLabel(view), colour: rudc.look.colour("soft"), values: payloads.map(({ references }) => (typeof references[state.reference] === "number" ? references[state.reference] : null)) };
    const chosen = state.areas.slice(0, MOST_LINES).map((code) => ({
      label: areas.fullName(code), colour: rudc.compare.badge(view, code).colour,
      values: payloads.map((payload) => rudc.compare.facts({ ...view, payload, state: { ...state, reference: "nederland" } }, code).value),
    }));
    const region = { label: rudc.page.region(state.region).name, colour: rudc.look.colour("accent"), values: payloads.map(({ references }) => (typeof references.regio === "number" ? references.regio : null)) };
    const lines = (chosen.length ? [...chosen, common] : [region, common]).filter(({ values }) => values.some((value) => value !== null));
    return [
      h("figcaption", {}, `${text("embed.chart_periods")}: ${indicator.name}${indicator.unit ? ` (${indicator.unit})` : ""}`),
      lineChart(indicator, lines),
      h("ul", { class: "embed-lines" }, lines.map(({ label, colour }) => h("li", {}, h("span", { style: `background:${colour}`, "aria-hidden": "true" }), label))),
      h("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": text("table.label") }, h("table", { class: "data" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, text("table.area")), indicator.periods.map((period) => h("th", { scope: "col", class: "amount" }, period)))),
        h("tbody", {}, lines.map(({ label, values }) => h("tr", {}, h("th", { scope: "row" }, label), values.map((value) => h("td", { class: "amount" }, rudc.format.value(indicator, value, { bare: true })))))))),
    ];
  }

  function lineChart(indicator, lines) {
    const [width, height, left, bottom] = [560, 220, 8, 24];
    const known = lines.flatMap(({ values }) => values).filter((value) => value !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const room = (high - low || Math.abs(high) || 1) * 0.12;
    const x = (i) => left + (i / Math.max(1, indicator.periods.length - 1)) * (width - 2 * left);
    const y = (value) => 8 + ((high + room - value) / (high - low + 2 * room)) * (height - bottom - 8);
    const part = (tag, attributes, words = null) => {
      const made = document.createElementNS(SVG, tag);
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      if (words !== null) made.textContent = words;
      return made;
    };
    const chart = part("svg", { viewBox: `0 0 ${width} ${height}`, class: "embed-lines-chart", "aria-hidden": "true" });
    chart.append(part("line", { x1: left, x2: width - left, y1: height - bottom, y2: height - bottom, stroke: rudc.look.colour("edge") }));
    const last = indicator.periods.length - 1;
    for (const i of new Set([0, last])) chart.append(part("text", { x: x(i), y: height - 6, "text-anchor": i ? "end" : "start", "font-size": 15, fill: rudc.look.colour("soft") }, indicator.periods[i]));
    for (const { values, colour } of lines) {
      let path = "";
      values.forEach((value, i) => {
        if (value === null) return;
        path += `${i && values[i - 1] !== null ? "L" : "M"}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
        chart.append(part("circle", { cx: x(i), cy: y(value), r: 4, fill: colour }));
      });
      chart.append(part("path", { d: path, fill: "none", stroke: colour, "stroke-width": 3 }));
    }
    return chart;
  }

  return { render };
})();
