/* The years: the compared areas, their reference and the region; gaps stay gaps, with a mark that says why. */
window.rudc = window.rudc || {};

(function () {
  "use strict";

  const { text, escaped, amount, titled, valueAxis, referenceCarriers } = rudc.charts;
  const OPEN = 100; // added to the number of a plotly symbol: the same one, not filled
  const INCOMPARABLE = "niet_vergelijkbaar";
  const FLATTENS = 4; // a total so many times the largest compared one leaves their lines flat
  const APART = 0.2; // of the years shown: closer marks of a merger share one label

  rudc.charts.register("tijd", async (view) =>
    (view.indicator.periods.length > 1
      ? { figures: [await rudc.periodsChart(view)] }
      : { html: [rudc.h("p", { class: "hint" }, text("chart.periods.one", { period: view.indicator.periods[0] }))] }));

  rudc.periodsChart = async function (view) {
    const { state, areas, indicator } = view;
    const { periods } = indicator;
    const payloads = await rudc.data.allPeriods(state);
    const views = periods.map((period, i) => ({ ...view, payload: payloads[i], state: { ...state, period } }));
    const compared = rudc.compare.compared(view);
    const known = compared.map((code) => views.map((at) => rudc.compare.facts(at, code)));
    const lines = compared.map((code, i) => {
      const { colour, label } = rudc.compare.badge(view, code);
      const symbols = known[i].map(({ inexact }) => (inexact > 0 ? i + OPEN : i));
      return line(view, `${label} ${areas.fullName(code)}`, known[i],
        { line: { color: colour, width: 2.5 }, marker: { size: 7, symbol: symbols, color: colour } }, code);
    });
    for (const code of referenceCarriers(view)) {
      lines.push(line(view, rudc.view.referenceName(view, code),
        bare(views.map((at) => rudc.classes.referenceOf(at.state, at.payload, areas, rudc.compare.standIn(view, code)))),
        { line: { color: rudc.look.colour("ink"), width: 2, dash: "dot" }, marker: { size: 5, color: rudc.look.colour("ink") } }));
    }
    const region = rudc.page.region(state.region);
    const drawn = region.gemeenten.length ? "regio" : "nederland"; // a region may be the country
    if (!["regio", drawn].includes(state.reference)) {
      lines.push(line(view, region.name, bare(views.map(({ payload }) => payload.references.regio)),
        { line: { color: rudc.look.colour("muted"), width: 2, dash: "dash" }, marker: { size: 5, color: rudc.look.colour("muted"), symbol: "square" } }));
    }
    const changes = changesOf(view);
    const [inSight, leftOut] = split(view, lines, compared.length);
    const gaps = marksOfGaps(view, compared, known);
    return {
      id: "chart-periods",
      title: titled("chart.periods", view, `${periods[0]} – ${periods[periods.length - 1]}`),
      data: [...inSight.map(({ said, ...trace }) => trace), ...gaps],
      layout: {
        height: 270,
        margin: { l: 8, r: 16, t: changes.length ? 26 : 12, b: 30 },
        xaxis: { tickvals: periods.map(Number), ticktext: periods, fixedrange: true, showgrid: false },
        yaxis: { ...valueAxis(indicator), rangemode: "normal" },
        yaxis2: { overlaying: "y", range: [0, 1], visible: false, fixedrange: true }, // of the marks of gaps
        shapes: changes.map(({ year }) => ({
          type: "line", x0: year, x1: year, yref: "paper", y0: 0, y1: 1, line: { color: rudc.look.colour("warn"), width: 1.5, dash: "dashdot" },
        })),
        annotations: labelled(changes, periods).map(({ year }) => ({
          x: year, yref: "paper", y: 1, yanchor: "bottom", text: escaped(text("chart.periods.change")), showarrow: false, font: { size: 11, color: rudc.look.colour("warn-ink") },
        })),
        showlegend: true,
        legend: { orientation: "h", y: -0.14, font: { size: 11 } },
        hovermode: "closest",
      },
      words: lines.map(({ name, said }) => `${name}: ${periods.map((period, i) => `${period} ${said[i].bare}`).join(", ")}`).join("; "),
      note: [
        changes.length ? text("chart.periods.changed", { changes: changes.map(({ year, names }) => `${year}: ${names.join(", ")}`).join("; ") }) : null,
        ...conversions(view, compared, known),
        leftOut.length ? text("chart.periods.left_out", { names: leftOut.map(({ name }) => name).join(", ") }) : null,
      ].filter(Boolean).join(" ") || null,
      table: () => ({
        head: [text("choose.period"), ...lines.map(({ name }) => name)],
        rows: periods.map((period, i) => [period, ...lines.map(({ said }) => said[i].full)]),
      }),
    };
  };

  const bare = (values) => values.map((value) => ({ value, inexact: 0, reason: null }));

  function line(view, name, known, style, code = null) {
    const { periods } = view.indicator;
    const said = known.map((at) => inWords(view.indicator, at));
    return {
      type: "scatter",
      mode: "lines+markers",
      name,
      said,
      x: periods.map(Number),
      y: known.map(({ value }) => value),
      customdata: periods.map(() => code),
      connectgaps: false,
      hovertemplate: periods.map((period, i) => `${escaped(name)}, ${period}: ${escaped(said[i].full)}<extra></extra>`),
      ...style,
    };
  }

  /** The lines that are drawn, and those of totals beside which the compared areas would be flat lines. */
  function split({ indicator }, lines, compared) {
    const highest = ({ y }) => Math.max(...y.filter((value) => value !== null && value !== undefined));
    const most = FLATTENS * Math.max(...lines.slice(0, compared).map(highest));
    const flattens = (trace, i) => indicator.aggregation === "som" && i >= compared && most > 0 && highest(trace) > most;
    return [lines.filter((trace, i) => !flattens(trace, i)), lines.filter(flattens)];
  }

  /** At the foot of the chart, a mark in each period in which a compared area has no figure: it says why. */
  function marksOfGaps({ indicator, areas }, compared, known) {
    const places = indicator.periods.map((period, i) => {
      const reasons = new Map();
      compared.forEach((code, k) => {
        if (isKnown(known[k][i])) return;
        const why = inWords(indicator, known[k][i]).bare;
        reasons.set(why, [...(reasons.get(why) || []), areas.name(code)]);
      });
      const lines = [...reasons].map(([why, names]) => `<br>${escaped(why)}: ${escaped(names.join(", "))}`);
      return lines.length ? { x: Number(period), said: `${period}${lines.join("")}<extra></extra>` } : null;
    }).filter(Boolean);
    return places.length ? [{
      type: "scatter",
      mode: "markers",
      name: text("chart.periods.without"),
      x: places.map(({ x }) => x),
      y: places.map(() => 0.04),
      yaxis: "y2",
      marker: { symbol: "x-thin-open", size: 8, color: rudc.look.colour("soft"), line: { width: 2 } },
      hovertemplate: places.map(({ said }) => said),
    }] : [];
  }

  const isKnown = ({ value }) => value !== null && value !== undefined;

  /** A value in words with and without its unit, and how much of it is an estimate; or why there is none. */
  function inWords(indicator, { value, inexact, reason }) {
    if (!isKnown({ value })) {
      const why = reason ? text(`missing.${reason}`) : text("unknown");
      return { full: why, bare: why };
    }
    const estimated = rudc.format.estimated(inexact);
    return { full: amount(indicator, value) + estimated, bare: rudc.format.value(indicator, value, { bare: true }) + estimated };
  }

  /** How many values of the compared areas were converted from other boundaries, and which could not be. */
  function conversions({ indicator, areas }, compared, known) {
    const values = known.flat().filter(isKnown);
    const shares = values.map(({ inexact }) => inexact).filter((inexact) => inexact > 0);
    const [low, high] = [Math.min(...shares), Math.max(...shares)].map(rudc.format.share);
    const gaps = compared.map((code, i) => {
      const years = indicator.periods.filter((period, k) => known[i][k].reason === INCOMPARABLE);
      return years.length ? `${areas.name(code)} (${years.join(", ")})` : null;
    }).filter(Boolean);
    return [
      shares.length ? text("chart.periods.estimated", {
        n: String(shares.length), all: String(values.length), share: low === high ? low : text("chart.periods.shares", { low, high }),
      }) : null,
      gaps.length ? text("chart.periods.gaps", { names: gaps.join("; ") }) : null,
    ].filter(Boolean);
  }

  /** The mergers of gemeenten that hold a compared area, by year, within the years that are shown. */
  function changesOf({ state, areas, indicator }) {
    const gemeenten = new Set(state.areas.map(areas.gemeenteOf));
    const [first, last] = [indicator.periods[0], indicator.periods[indicator.periods.length - 1]].map(Number);
    const byYear = new Map();
    for (const { gemeente, year, of } of rudc.page.boundaryChanges) {
      if (!gemeenten.has(gemeente) || year <= first || year > last) continue;
      const made = text("chart.periods.made_of", { name: areas.name(gemeente), names: of.join(", ") });
      byYear.set(year, [...(byYear.get(year) || []), made]);
    }
    return [...byYear].sort(([a], [b]) => a - b).map(([year, names]) => ({ year, names }));
  }

  /** Of mergers in years so close that their labels would overlap, the first has one. */
  function labelled(changes, periods) {
    const room = APART * (periods[periods.length - 1] - periods[0]);
    let last = -Infinity;
    return changes.filter(({ year }) => {
      if (year - last < room) return false;
      last = year;
      return true;
    });
  }
})();
