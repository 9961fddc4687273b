/* The years: the compared areas, their reference and the region; gaps stay gaps. */
window.rudc = window.rudc || {};

(function () {
  "use strict";

  const { text, escaped, amount, titled, valueAxis, referenceCarriers } = rudc.charts;

  rudc.charts.register("tijd", async (view) =>
    (view.indicator.periods.length > 1
      ? { figures: [await rudc.periodsChart(view)] }
      : { html: [rudc.h("p", { class: "hint" }, text("chart.periods.one", { period: view.indicator.periods[0] }))] }));

  rudc.periodsChart = async function (view) {
    const { state, areas, indicator } = view;
    const { periods } = indicator;
    const payloads = await rudc.data.allPeriods(state);
    const views = periods.map((period, i) => ({ ...view, payload: payloads[i], state: { ...state, period } }));
    const lines = rudc.compare.compared(view).map((code, i) => {
      const { colour, label } = rudc.compare.badge(view, code);
      return line(view, `${label} ${areas.fullName(code)}`, views.map((at) => rudc.compare.facts(at, code).value),
        { line: { color: colour, width: 2.5 }, marker: { size: 7, symbol: i, color: colour } }, code);
    });
    for (const code of referenceCarriers(view)) {
      lines.push(line(view, rudc.view.referenceName(view, code),
        views.map((at) => rudc.classes.referenceOf(at.state, at.payload, areas, rudc.compare.standIn(view, code))),
        { line: { color: "#111827", width: 2, dash: "dot" }, marker: { size: 5, color: "#111827" } }));
    }
    if (state.reference !== "regio") {
      lines.push(line(view, rudc.page.region(state.region).name, views.map(({ payload }) => payload.references.regio),
        { line: { color: "#64748b", width: 2, dash: "dash" }, marker: { size: 5, color: "#64748b", symbol: "square" } }));
    }
    const changes = changesOf(view);
    return {
      id: "chart-periods",
      title: titled("chart.periods", view),
      data: lines,
      layout: {
        height: 270,
        margin: { l: 8, r: 16, t: changes.length ? 26 : 12, b: 30 },
        xaxis: { tickvals: periods.map(Number), ticktext: periods, fixedrange: true, showgrid: false },
        yaxis: { ...valueAxis(indicator), rangemode: "normal" },
        shapes: changes.map(({ year }) => ({
          type: "line", x0: year, x1: year, yref: "paper", y0: 0, y1: 1, line: { color: "#b45309", width: 1.5, dash: "dashdot" },
        })),
        annotations: changes.map(({ year }) => ({
          x: year, yref: "paper", y: 1, yanchor: "bottom", text: escaped(text("chart.periods.change")), showarrow: false, font: { size: 11, color: "#92400e" },
        })),
        showlegend: true,
        legend: { orientation: "h", y: -0.14, font: { size: 11 } },
        hovermode: "closest",
      },
      words: lines.map(({ name, y }) => `${name}: ${y.map((v, i) =>
        `${periods[i]} ${v === null ? text("unknown") : rudc.format.value(indicator, v, { bare: true })}`).join(", ")}`).join("; "),
      note: changes.map(({ year, name }) => text("chart.periods.changed", { year: String(year), name })).join(" ") || null,
      table: () => ({
        head: [text("choose.period"), ...lines.map(({ name }) => name)],
        rows: periods.map((period, i) => [period, ...lines.map(({ y }) => amount(indicator, y[i]))]),
      }),
    };
  };

  function line(view, name, y, style, code = null) {
    const { periods } = view.indicator;
    return {
      type: "scatter",
      mode: "lines+markers",
      name,
      x: periods.map(Number),
      y,
      customdata: periods.map(() => code),
      connectgaps: false,
      hovertemplate: periods.map((period, i) => `${escaped(name)}, ${period}: ${escaped(amount(view.indicator, y[i]))}<extra></extra>`),
      ...style,
    };
  }

  /** The mergers of gemeenten that hold a compared area, within the years that are shown. */
  function changesOf({ state, areas, indicator }) {
    const gemeenten = new Set(state.areas.map(areas.gemeenteOf));
    const [first, last] = [indicator.periods[0], indicator.periods[indicator.periods.length - 1]].map(Number);
    return rudc.page.boundaryChanges
      .filter(({ gemeente, year }) => gemeenten.has(gemeente) && year > first && year <= last)
      .map(({ gemeente, year }) => ({ year, name: areas.name(gemeente) }));
  }
})();
