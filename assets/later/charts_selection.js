/* Overview of what is selected: bars beside the reference, the strip of all areas, the years. */
(function () {
  "use strict";

  const { text, short, escaped, amount, titled, valueAxis, referenceLines } = rudc.charts;
  const grey = () => rudc.look.colour("muted");

  rudc.charts.register("", async (view) => {
    if (!rudc.compare.compared(view).length) return {};
    const figures = [bars(view), strip(view)];
    if (view.indicator.periods.length > 1) figures.push(await rudc.periodsChart(view));
    return { figures };
  });

  function bars(view) {
    const { areas, indicator } = view;
    const codes = rudc.compare.compared(view);
    const facts = codes.map((code) => rudc.compare.facts(view, code));
    const badges = codes.map((code) => rudc.compare.badge(view, code));
    const limits = codes.map((code) => rudc.compare.interval(view, code));
    const labels = facts.map((known, i) => `${badges[i].label}  ${short(areas.name(known.code))}`);
    const shown = facts.map((known, i) => {
      const interval = limits[i] ? ` (${intervalOf(indicator, limits[i])})` : "";
      return `${areas.fullName(known.code)}: ${amount(indicator, known.value)}${interval}`;
    });
    const values = facts.map((known) => (known.value === null ? "" : figure(indicator, known.value)));
    const room = 10 + 8 * Math.max(...values.map((words) => words.length)); // px
    const trace = {
      type: "bar",
      orientation: "h",
      y: labels,
      x: facts.map((known) => known.value),
      customdata: codes,
      marker: { color: badges.map(({ colour }) => colour) },
      cliponaxis: false,
      hovertemplate: shown.map((words) => `${escaped(words)}<extra></extra>`),
      error_x: limits.some(Boolean) ? whiskers(facts, limits) : undefined,
    };
    const references = {
      type: "scatter",
      mode: "markers",
      y: labels,
      x: facts.map((known) => known.reference),
      marker: { symbol: "line-ns", size: 22, line: { width: 2.5, color: rudc.look.colour("ink") } },
      hovertemplate: facts.map((known) =>
        `${escaped(rudc.view.referenceName(view, known.code))}: ${escaped(amount(indicator, known.reference))}<extra></extra>`),
    };
    return {
      id: "chart-selection",
      title: titled("chart.selection", view),
      data: [trace, references],
      layout: {
        height: 60 + 30 * labels.length,
        margin: { l: 8, r: room + 4, t: 8, b: 34 },
        annotations: facts.map((known, i) => (known.value === null ? reasonAt(labels[i], known.reason) : valueAt(labels[i], values[i], room))),
        xaxis: valueAxis(indicator),
        yaxis: { autorange: "reversed", automargin: true, ticks: "", fixedrange: true },
        bargap: 0.35,
      },
      words: text("chart.selection.words", {
        areas: facts.map((known) => `${areas.name(known.code)} ${amount(indicator, known.value)}`).join("; "),
        reference: rudc.panel.referenceValues(view).map(([name, value]) => `${name} ${amount(indicator, value)}`).join("; "),
      }),
      note: limits.some(Boolean) ? text("interval.help") : null,
      table: () => ({
        head: [text("table.area"), text("table.value"), text("table.interval"), rudc.view.referenceLabel(view)],
        rows: facts.map((known, i) => [areas.fullName(known.code),
          known.value === null ? text(`missing.${known.reason}`) : amount(indicator, known.value),
          limits[i] ? intervalOf(indicator, limits[i]) : "–", amount(indicator, known.reference)]),
      }),
    };
  }

  /** A figure as a column has room for it: with its unit where that is short; the axis has it too. */
  function figure(indicator, value) {
    const whole = amount(indicator, value);
    return whole.length <= 11 ? whole : rudc.format.number(value, indicator.decimals);
  }

  const besideBars = { xref: "paper", yanchor: "middle", showarrow: false };
  const valueAt = (y, words, room) => ({ ...besideBars, x: 1, xanchor: "right", xshift: room, y, text: `<b>${escaped(words)}</b>` });
  const reasonAt = (y, reason) => ({ ...besideBars, x: 0, xanchor: "left", xshift: 4, y, text: `<i>${escaped(text(`missing.${reason}`))}</i>` });

  const intervalOf = ({ decimals }, { lower, upper }) => text("interval", {
    lower: rudc.format.number(lower, decimals), upper: rudc.format.number(upper, decimals),
  });

  const whiskers = (facts, limits) => ({
    type: "data",
    symmetric: false,
    array: facts.map(({ value }, i) => (limits[i] ? limits[i].upper - value : 0)),
    arrayminus: facts.map(({ value }, i) => (limits[i] ? value - limits[i].lower : 0)),
    color: rudc.look.colour("ink"),
    thickness: 1.5,
    width: 6,
  });

  /** All areas as a strip of dots. */
  function strip(view) {
    const { areas, indicator, standing } = view;
    const all = standing.ordered;
    const dots = {
      type: "scatter",
      mode: "markers",
      x: all.map(({ value }) => value),
      y: all.map(({ code }) => jitter(code)),
      customdata: all.map(({ code }) => code),
      marker: { size: 5, color: grey(), opacity: 0.4 },
      hovertemplate: all.map(({ code, value }) => `${escaped(areas.fullName(code))}: ${escaped(amount(indicator, value))}<extra></extra>`),
    };
    const chosen = rudc.compare.compared(view).map((code) => ({ code, ...rudc.compare.facts(view, code), ...rudc.compare.badge(view, code) }))
      .filter(({ value, level }) => value !== null && [view.state.level, "eigen"].includes(level));
    const marks = {
      type: "scatter",
      mode: "markers+text",
      x: chosen.map(({ value }) => value),
      y: chosen.map(() => 0),
      customdata: chosen.map(({ code }) => code),
      text: chosen.map(({ label }) => label),
      textfont: { color: rudc.look.colour("on-selection"), size: 11 },
      marker: { size: 18, color: chosen.map(({ colour }) => colour), line: { color: rudc.look.colour("paper"), width: 2 } },
      hovertemplate: chosen.map(({ code, value }) => `${escaped(areas.fullName(code))}: ${escaped(amount(indicator, value))}<extra></extra>`),
    };
    const places = chosen.map(({ code }) => {
      const place = standing.of(code);
      return place ? `${areas.name(code)} ${text("rank", { rank: rudc.format.number(place.rank, 0), n: rudc.format.number(place.n, 0) })}` : areas.name(code);
    });
    return {
      id: "chart-distribution",
      title: titled("chart.distribution", view),
      data: [dots, marks],
      layout: {
        height: 150,
        xaxis: valueAxis(indicator),
        yaxis: { visible: false, range: [-1.4, 1.4], fixedrange: true },
        shapes: referenceLines(view, -1.25, 1.25),
        hovermode: "closest",
      },
      words: text("chart.distribution.words", { n: rudc.format.number(all.length, 0), places: places.join("; ") }),
      table: () => rudc.charts.tableOfAll(view),
    };
  }

  /** A height that is always the same for an area, so that the strip does not jump about. */
  function jitter(code) {
    let hash = 7;
    for (let i = 0; i < code.length; i += 1) hash = (hash * 31 + code.charCodeAt(i)) % 10007;
    return ((hash * 7919) % 10007) / 10007 * 2 - 1;
  }
})();
