/* Charts of the selection (plotly, loaded when there is something to chart), linked to the map. */
window.rudc = window.rudc || {};

rudc.charts = (function () {
  "use strict";

  const GREY = "#64748b";

  /** The charts for what is shown now, as Dash components; none without a selection. */
  async function components() {
    const view = rudc.view.current();
    if (!view || !view.state.areas.length) return [];
    await rudc.view.loadTheRest();
    const several = view.indicator.periods.length > 1;
    const charts = [
      graph("chart-selection", text("chart.selection"), selectionFigure(view)),
      graph("chart-distribution", text("chart.distribution"), distributionFigure(view)),
    ];
    if (several) charts.push(graph("chart-periods", text("chart.periods"), await periodsFigure(view)));
    return charts;
  }

  const text = (...args) => rudc.format.text(...args);

  function graph(id, title, { data, layout, words }) {
    return div({ className: "chart", role: "group", "aria-label": `${title}. ${words}` }, [
      { namespace: "dash_html_components", type: "H3", props: { children: title } },
      {
        namespace: "dash_core_components",
        type: "Graph",
        props: {
          id,
          clear_on_unhover: true,
          figure: { data, layout: { ...baseLayout(), ...layout } },
          config: { displayModeBar: false, responsive: true },
          style: { height: `${layout.height}px` },
        },
      },
      { namespace: "dash_html_components", type: "P", props: { className: "chart-words", children: words } },
    ]);
  }

  const div = (props, children) => ({ namespace: "dash_html_components", type: "Div", props: { ...props, children } });

  function baseLayout() {
    return {
      margin: { l: 8, r: 16, t: 8, b: 34 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: "system-ui, sans-serif", size: 12, color: "#1f2937" },
      showlegend: false,
      hoverlabel: { bgcolor: "#111827", font: { color: "#ffffff" } },
      separators: rudc.page.lang === "en" ? ".," : ",.",
      dragmode: false,
    };
  }

  /* --- bars of the selection ------------------------------------------------------------------- */

  function selectionFigure(view) {
    const { state, areas, indicator } = view;
    const facts = state.areas.map((code) => rudc.compare.facts(view, code));
    const labels = facts.map((known, i) => `${i + 1}  ${short(areas.name(known.code))}`);
    const amount = (v) => (v === null ? text("unknown") : rudc.format.value(indicator, v));
    const bars = {
      type: "bar",
      orientation: "h",
      y: labels,
      x: facts.map((known) => known.value),
      customdata: facts.map((known) => known.code),
      marker: { color: facts.map((_, i) => rudc.page.selection[i]) },
      text: facts.map((known) => (known.value === null ? text(`missing.${known.reason}`) : amount(known.value))),
      textposition: "auto",
      cliponaxis: false,
      hovertemplate: facts.map((known) => `${escaped(areas.fullName(known.code))}: ${escaped(amount(known.value))}<extra></extra>`),
    };
    const references = {
      type: "scatter",
      mode: "markers",
      y: labels,
      x: facts.map((known) => known.reference),
      marker: { symbol: "line-ns", size: 22, line: { width: 2.5, color: "#111827" } },
      hovertemplate: facts.map((known) =>
        `${escaped(rudc.view.referenceName(view, known.code))}: ${escaped(amount(known.reference))}<extra></extra>`),
    };
    const words = text("chart.selection.words", {
      areas: facts.map((known) => `${areas.name(known.code)} ${amount(known.value)}`).join("; "),
      reference: rudc.panel.referenceValues(view).map(([name, value]) => `${name} ${amount(value)}`).join("; "),
    });
    return {
      data: [bars, references],
      layout: {
        height: 60 + 30 * labels.length,
        xaxis: valueAxis(view),
        yaxis: { autorange: "reversed", automargin: true, ticks: "", fixedrange: true },
        bargap: 0.35,
      },
      words,
    };
  }

  const short = (name) => (name.length > 20 ? `${name.slice(0, 19)}…` : name);
  const escaped = (words) => words.replace(/&/g, "&amp;").replace(/</g, "&lt;");

  function valueAxis({ indicator }) {
    const thousands = /^× € ?1[.,]000$/.test(indicator.unit);
    return {
      fixedrange: true,
      zeroline: true,
      zerolinecolor: "#94a3b8",
      gridcolor: "#e5e7eb",
      title: { text: thousands ? text("unit.thousand_euro") : indicator.unit, standoff: 4, font: { size: 11, color: "#475569" } },
      automargin: true,
      nticks: 5,
    };
  }

  /* --- all areas as a strip ---------------------------------------------------------------------- */

  function distributionFigure(view) {
    const { state, areas, indicator, standing } = view;
    const all = standing.ordered;
    const strip = {
      type: "scatter",
      mode: "markers",
      x: all.map(({ value }) => value),
      y: all.map(({ code }) => jitter(code)),
      customdata: all.map(({ code }) => code),
      marker: { size: 5, color: GREY, opacity: 0.4 },
      hovertemplate: all.map(({ code, value }) =>
        `${escaped(areas.fullName(code))}: ${escaped(rudc.format.value(indicator, value))}<extra></extra>`),
    };
    const chosen = state.areas.map((code, i) => ({ known: rudc.compare.facts(view, code), i }))
      .filter(({ known }) => known.value !== null && known.level === state.level);
    const marks = {
      type: "scatter",
      mode: "markers+text",
      x: chosen.map(({ known }) => known.value),
      y: chosen.map(() => 0),
      customdata: chosen.map(({ known }) => known.code),
      text: chosen.map(({ i }) => String(i + 1)),
      textfont: { color: "#ffffff", size: 11 },
      marker: { size: 18, color: chosen.map(({ i }) => rudc.page.selection[i]), line: { color: "#ffffff", width: 2 } },
      hovertemplate: chosen.map(({ known }) =>
        `${escaped(areas.fullName(known.code))}: ${escaped(rudc.format.value(indicator, known.value))}<extra></extra>`),
    };
    const lines = rudc.panel.referenceValues(view).filter(([, value]) => value !== null).map(([, value]) => ({
      type: "line", x0: value, x1: value, y0: -1.25, y1: 1.25, line: { color: "#111827", width: 2, dash: "dot" },
    }));
    const places = chosen.map(({ known }) => {
      const place = standing.of(known.code);
      return place ? `${areas.name(known.code)} ${text("rank", { rank: place.rank, n: place.n })}` : areas.name(known.code);
    });
    return {
      data: [strip, marks],
      layout: {
        height: 150,
        xaxis: valueAxis(view),
        yaxis: { visible: false, range: [-1.4, 1.4], fixedrange: true },
        shapes: lines,
        hovermode: "closest",
      },
      words: text("chart.distribution.words", { n: rudc.format.number(all.length, 0), places: places.join("; ") }),
    };
  }

  /** A height that is always the same for an area, so that the strip does not jump about. */
  function jitter(code) {
    let hash = 7;
    for (let i = 0; i < code.length; i += 1) hash = (hash * 31 + code.charCodeAt(i)) % 10007;
    return ((hash * 7919) % 10007) / 10007 * 2 - 1;
  }

  /* --- lines over the periods --------------------------------------------------------------------- */

  async function periodsFigure(view) {
    const { state, areas, indicator } = view;
    const payloads = await rudc.data.allPeriods(state);
    const views = indicator.periods.map((period, i) => ({ ...view, payload: payloads[i], state: { ...state, period } }));
    const line = (name, y, style, code = null) => ({
      type: "scatter",
      mode: "lines+markers",
      name,
      x: indicator.periods.map(Number),
      y,
      customdata: indicator.periods.map(() => code),
      connectgaps: false,
      hovertemplate: indicator.periods.map((period, i) =>
        `${escaped(name)}, ${period}: ${escaped(y[i] === null ? text("unknown") : rudc.format.value(indicator, y[i]))}<extra></extra>`),
      ...style,
    });
    const lines = state.areas.map((code, i) => line(
      areas.fullName(code),
      views.map((at) => rudc.compare.facts(at, code).value),
      { line: { color: rudc.page.selection[i], width: 2.5 }, marker: { size: 7, symbol: i } },
      code,
    ));
    for (const code of referenceCarriers(view)) {
      lines.push(line(
        rudc.view.referenceName(view, code),
        views.map((at) => rudc.classes.referenceOf(at.state, at.payload, areas, code)),
        { line: { color: "#111827", width: 2, dash: "dot" }, marker: { size: 5, color: "#111827" } },
      ));
    }
    const said = lines.map(({ name, y }) => `${name}: ${y.map((v, i) =>
      `${indicator.periods[i]} ${v === null ? text("unknown") : rudc.format.value(indicator, v, { bare: true })}`).join(", ")}`);
    const axis = valueAxis(view);
    return {
      data: lines,
      layout: {
        height: 240,
        margin: { l: 8, r: 16, t: 12, b: 30 },
        xaxis: { tickvals: indicator.periods.map(Number), ticktext: indicator.periods, fixedrange: true, showgrid: false },
        yaxis: { ...axis, rangemode: "normal" },
        hovermode: "closest",
      },
      words: said.join("; "),
    };
  }

  /** One selected area for each distinct reference, to draw that reference's line once. */
  function referenceCarriers(view) {
    const seen = new Map();
    for (const code of view.state.areas) {
      const name = rudc.view.referenceName(view, code);
      if (name && !seen.has(name)) seen.set(name, code);
    }
    return [...seen.values()];
  }

  /* --- linked hover --------------------------------------------------------------------------------- */

  /** From a chart to the map. */
  function hovered(data) {
    const point = data && data.points && data.points[0];
    rudc.map.hover((point && point.customdata) || null);
  }

  /** From the map to the charts: show the mark of the area that is hovered. */
  function start() {
    document.addEventListener("rudc:hover", ({ detail }) => {
      if (!window.Plotly) return;
      for (const plot of document.querySelectorAll("#charts .js-plotly-plot")) {
        if (!plot.matches(":hover")) mark(plot, detail.code);
      }
    });
  }

  function mark(plot, code) {
    const curve = code === null ? -1 : plot.data.findIndex((trace) => (trace.customdata || []).includes(code));
    if (curve < 0) return window.Plotly.Fx.unhover(plot);
    const pointNumber = plot.data[curve].customdata.lastIndexOf(code);
    return window.Plotly.Fx.hover(plot, [{ curveNumber: curve, pointNumber }]);
  }

  return { components, hovered, start };
})();

window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.rudc = {
  /** Dash callback: the charts for the state that is shown. */
  charts: () => rudc.charts.components(),
  /** Dash callback: an area hovered on any chart is hovered on the map. */
  chartHover: (...hovers) => {
    const { triggered } = window.dash_clientside.callback_context;
    if (triggered.length) rudc.charts.hovered(triggered[0].value);
    return window.dash_clientside.no_update;
  },
};
