/* Across the provincial border: the pairs of neighbours on either side, and whether they differ more. */
(function () {
  "use strict";

  const { h } = rudc;
  const { text, escaped, amount, titled, valueAxis, short } = rudc.charts;
  const MOST = 25; // pairs in the chart; the table holds all

  rudc.charts.register("grens", async (view) => {
    const { pairs, test } = await rudc.data.computed("border", view.state, ["regio", "indicator", "niveau", "periode"]);
    const layer = h("button", {
      type: "button",
      class: "small",
      "data-focus": "border-layer",
      "aria-pressed": String(view.state.overlay === "provinciegrens"),
      onclick: () => rudc.state.update({ overlay: view.state.overlay === "provinciegrens" ? "" : "provinciegrens" }),
    }, text("border.on_map"));
    if (!pairs.length) return { html: [h("p", { class: "hint" }, text("border.none"))] };
    const known = pairs.filter(({ difference }) => difference !== null);
    return { html: [h("p", { class: "hint" }, verdict(view, test)), layer], figures: known.length ? [figure(view, known, pairs)] : [] };
  });

  /** Whether differences across the border are larger than elsewhere, in words. */
  function verdict({ indicator }, test) {
    const { number, difference } = rudc.format;
    if (test.p === null) return text("border.untested");
    return text(test.p < 0.05 ? "border.larger" : "border.not_larger", {
      across: difference(indicator, test.meanAcross).replace("+", ""),
      within: difference(indicator, test.meanWithin).replace("+", ""),
      pairs: number(test.across, 0),
      others: number(test.within, 0),
      p: number(test.p, 3),
      draws: number(test.draws, 0),
    });
  }

  /** The names of the two sides: the provincies, or where there are more of these, neither. */
  function sides({ areas }, pairs) {
    return ["a", "b"].map((side, i) => {
      const provinces = new Set(pairs.map((pair) => areas.provinceOf(pair[side])));
      return provinces.size === 1 ? areas.name([...provinces][0]) : text(i ? "border.other_side" : "border.one_side");
    });
  }

  function figure(view, known, pairs) {
    const { areas, indicator } = view;
    const rows = known.slice(0, MOST);
    const names = rows.map(({ a, b }) => `${short(areas.name(a), 17)} – ${short(areas.name(b), 17)}`);
    const [one, other] = sides(view, pairs);
    const side = (name, code, value, colour, symbol) => ({
      type: "scatter",
      mode: "markers",
      name,
      x: rows.map((row) => row[value]),
      y: rows.map((_, i) => i),
      customdata: rows.map((row) => row[code]),
      marker: { size: 10, color: colour, symbol },
      hovertemplate: rows.map((row) => `${escaped(areas.fullName(row[code]))}: ${escaped(amount(indicator, row[value]))}<extra></extra>`),
    });
    return {
      id: "chart-border",
      title: titled("chart.border", view),
      data: [side(one, "a", "va", rudc.page.selection[1], "circle"), side(other, "b", "vb", rudc.page.selection[5], "diamond")],
      layout: {
        height: 90 + rows.length * 22,
        margin: { l: 8, r: 14, t: 8, b: 34 },
        xaxis: valueAxis(indicator),
        yaxis: { tickvals: rows.map((_, i) => i), ticktext: names.map(escaped), autorange: "reversed", automargin: true, fixedrange: true, ticks: "", tickfont: { size: 11 } },
        shapes: rows.map(({ va, vb }, i) => ({ type: "line", x0: va, x1: vb, y0: i, y1: i, layer: "below", line: { color: rudc.look.colour("edge"), width: 3 } })),
        showlegend: true,
        legend: { orientation: "h", y: 1.0, yanchor: "bottom", font: { size: 11 } },
        hovermode: "closest",
      },
      words: text("chart.border.words", {
        n: rudc.format.number(known.length, 0),
        pair: `${areas.fullName(rows[0].a)} ${amount(indicator, rows[0].va)}, ${areas.fullName(rows[0].b)} ${amount(indicator, rows[0].vb)}`,
      }),
      note: text("border.note"),
      walk: () => rows.flatMap(({ a, b }) => [a, b]),
      table: () => ({
        head: [one, text("table.value"), other, text("table.value"), text("table.difference")],
        rows: pairs.map(({ a, b, va, vb, difference }) => [areas.fullName(a), amount(indicator, va), areas.fullName(b), amount(indicator, vb),
          difference === null ? "–" : rudc.format.difference(indicator, difference)]),
      }),
    };
  }
})();
