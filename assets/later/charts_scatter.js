/* Two indicators over all areas: a dot an area, a robust trend line, and a lasso to the map. */
window.rudc = window.rudc || {};

rudc.scatter = (function () {
  "use strict";

  const { text, escaped, amount, valueAxis, unitOf, indicatorSelect } = rudc.charts;
  const MOST_GROUPS = 8; // colours that can be told apart; more groups are coloured by provincie
  const SHAPES = ["circle", "diamond", "square", "triangle-up", "cross", "triangle-down", "star", "hexagon"];

  rudc.charts.register("spreiding", async (view) => {
    const { state, areas, indicator } = view;
    const second = rudc.state.second(state);
    const other = rudc.page.indicator(second.indicator);
    const at = { ...state, ...second, reference: "nederland" };
    const [payload, inhabitants, relation] = await Promise.all([
      rudc.data.valuesFor(at),
      rudc.data.valuesFor({ ...state, indicator: "inwoners", period: rudc.page.indicator("inwoners").periods[0], reference: "nederland" }),
      rudc.data.computed("relation", { ...state, second }, ["regio", "niveau", "indicator", "periode", "tweede"]),
    ]);
    const points = [];
    areas.levels[state.level].codes.forEach((code, i) => {
      if (!view.painting.inside[i] || view.payload.values[i] === null || payload.values[i] === null) return;
      points.push({ code, x: view.payload.values[i], y: payload.values[i], people: inhabitants.values[i] });
    });
    return {
      html: [indicatorSelect({
        label: text("chart.scatter.second"), chosen: second.indicator, level: state.level, focus: "second",
        change: (id) => rudc.state.update({ second: { ...second, indicator: id, period: rudc.state.nearestPeriod(rudc.page.indicator(id), state.period) } }),
      })],
      figures: [figure({ view, indicator, second, other, points, relation })],
    };
  });

  function figure({ view, indicator, second, other, points, relation }) {
    const { areas, state } = view;
    const colours = groups(view, points);
    const largest = Math.max(1, ...points.map(({ people }) => people || 0));
    const traces = [...colours].map(([group, members], i) => ({
      type: "scatter",
      mode: "markers",
      name: areas.name(group),
      x: members.map(({ x }) => x),
      y: members.map(({ y }) => y),
      customdata: members.map(({ code }) => code),
      marker: {
        size: members.map(({ people }) => 4 + 16 * Math.sqrt((people || 0) / largest)),
        symbol: SHAPES[i % SHAPES.length],
        color: rudc.page.selection[i % rudc.page.selection.length],
        opacity: 0.6,
        line: { width: 0.5, color: rudc.look.colour("paper") },
      },
      hovertemplate: members.map(({ code, x, y }) => `${escaped(areas.fullName(code))}<br>${escaped(indicator.name)}: ${escaped(amount(indicator, x))}` +
        `<br>${escaped(other.name)}: ${escaped(amount(other, y))}<extra></extra>`),
    }));
    const chosen = points.filter(({ code }) => state.areas.includes(code));
    traces.push({
      type: "scatter", mode: "markers+text", showlegend: false, x: chosen.map(({ x }) => x), y: chosen.map(({ y }) => y), customdata: chosen.map(({ code }) => code),
      text: chosen.map(({ code }) => rudc.compare.badge(view, code).label), textfont: { color: rudc.look.colour("on-selection"), size: 11 },
      marker: { size: 18, color: chosen.map(({ code }) => rudc.compare.badge(view, code).colour), line: { color: rudc.look.colour("ink"), width: 1.5 } },
      hoverinfo: "skip",
    });
    const ends = points.length && relation.slope !== null ? [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))] : [];
    traces.push({
      type: "scatter", mode: "lines", name: text("chart.scatter.trend"), x: ends, y: ends.map((x) => relation.intercept + relation.slope * x),
      line: { color: rudc.look.colour("ink"), width: 2 }, hoverinfo: "skip",
    });
    const words = relation.rho === null
      ? text("chart.scatter.nothing", { n: rudc.format.number(relation.n, 0) })
      : text("chart.scatter.words", {
        x: indicator.name, y: other.name, n: rudc.format.number(relation.n, 0), rho: rudc.format.number(relation.rho, 2),
        strength: text(`chart.scatter.${strength(relation.rho)}`), slope: rudc.format.number(relation.slope, other.decimals + 2),
      });
    return {
      id: "chart-scatter",
      title: `${indicator.name} (${unitOf(indicator) || text("unit.none")}), ${state.period} · ${other.name} (${unitOf(other) || text("unit.none")}), ${second.period}`,
      indicators: [indicator, other],
      data: traces,
      layout: {
        height: 440,
        margin: { l: 8, r: 12, t: 8, b: 34 },
        xaxis: { ...valueAxis(indicator), title: { text: escaped(indicator.name), font: { size: 11.5 }, standoff: 4 } },
        yaxis: { ...valueAxis(other), title: { text: escaped(other.name), font: { size: 11.5 }, standoff: 4 } },
        dragmode: "lasso",
        showlegend: true,
        legend: { orientation: "h", y: -0.2, font: { size: 11 }, itemsizing: "constant" },
        hovermode: "closest",
      },
      config: { displayModeBar: true, displaylogo: false, modeBarButtons: [["lasso2d", "select2d"]] },
      words,
      note: text("chart.scatter.note"),
      walk: () => [...points].sort((a, b) => a.x - b.x).map(({ code }) => code),
      table: () => ({
        head: [text("table.area"), indicator.name, other.name],
        rows: points.map(({ code, x, y }) => [areas.fullName(code), amount(indicator, x), amount(other, y)]),
      }),
    };
  }

  const strength = (rho) => {
    const size = Math.abs(rho);
    const way = rho > 0 ? "up" : "down";
    return size < 0.1 ? "none" : `${size < 0.3 ? "weak" : size < 0.6 ? "moderate" : "strong"}.${way}`;
  };

  /** The points by gemeente where these are few, else by provincie. */
  function groups({ areas, state }, points) {
    const by = (groupOf) => {
      const found = new Map();
      for (const point of points) {
        const group = groupOf(point.code);
        if (!found.has(group)) found.set(group, []);
        found.get(group).push(point);
      }
      return new Map([...found].sort(([a], [b]) => (areas.name(a) < areas.name(b) ? -1 : 1)));
    };
    const gemeenten = state.level === "gemeente" ? null : by(areas.gemeenteOf);
    return gemeenten && gemeenten.size <= MOST_GROUPS ? gemeenten : by((code) => areas.provinceOf(code) || code);
  }

  /** What the lasso holds: up to ten areas are selected; more are shown, and can be taken as one. */
  function lassoed(data) {
    if (!data || !data.points) return rudc.canvas.showLines([]);
    const codes = [...new Set(data.points.map(({ customdata }) => customdata).filter(Boolean))];
    if (!codes.length) return undefined;
    if (codes.length <= rudc.page.maxAreas) return rudc.selection.set(codes);
    rudc.canvas.showLines(codes.map(rudc.map.shape).filter(Boolean).map(({ path }) => ({ path, colour: rudc.look.colour("ink"), width: 1.6 })));
    return rudc.notices.show(text("chart.scatter.lasso", { n: rudc.format.number(codes.length, 0) }), {
      key: "lasso",
      action: { label: text("own_area.selection"), run: () => rudc.ownAreaPanel.takeTogether(codes) },
    });
  }

  return { lassoed };
})();
