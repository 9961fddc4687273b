/* The profile of the compared areas: all indicators of a theme, each beside its reference. */
(function () {
  "use strict";

  const { text, escaped, amount, short } = rudc.charts;
  const MOST = 3.5; // standard deviations that the axis reaches
  const SYMBOLS = { better: "triangle-up", worse: "triangle-down" };

  rudc.charts.register("profiel", async (view) => {
    const codes = rudc.compare.compared(view);
    if (!codes.length) return { html: [rudc.h("p", { class: "hint" }, text("chart.choose_area"))] };
    const found = await rudc.data.computed("profile", view.state,
      ["regio", "niveau", "indicator", "periode", "gebieden", "referentie", "lijkt", "eigen"]);
    return { figures: [figure(view, codes, found)] };
  });

  const judged = (known) => text(known.judged ? `judged.${known.judged}` : "neither");

  function figure(view, codes, { theme, rows }) {
    const { areas } = view;
    const named = rows.map((row) => ({ ...row, of: rudc.page.indicator(row.indicator) }));
    const traces = codes.map((code, i) => {
      const { colour, label } = rudc.compare.badge(view, code);
      const points = named.map((row, at) => ({ row, at, known: row.areas[code] })).filter(({ known }) => known && known.z !== null);
      return {
        type: "scatter",
        mode: "markers+text",
        name: areas.name(code),
        x: points.map(({ known }) => Math.max(-MOST, Math.min(MOST, known.z))),
        y: points.map(({ at }) => at + (i - (codes.length - 1) / 2) * Math.min(0.22, 0.8 / codes.length)),
        customdata: points.map(() => code),
        text: codes.length > 1 ? points.map(() => label) : undefined,
        textposition: "middle right",
        textfont: { size: 10 },
        marker: { size: 12, color: colour, symbol: points.map(({ known }) => SYMBOLS[known.judged] || "circle"), line: { width: 1, color: rudc.look.colour("paper") } },
        hovertemplate: points.map(({ row, known }) => `${escaped(areas.name(code))}<br>${escaped(row.of.name)}: ` +
          `${escaped(amount(row.of, known.value))}<br>${escaped(rudc.view.referenceName(view, code))}: ` +
          `${escaped(amount(row.of, row.referenceBy[code]))} (${judged(known)})<extra></extra>`),
      };
    });
    const themeName = rudc.page.themes.find(({ id }) => id === theme).name;
    return {
      id: "chart-profile",
      title: `${text("chart.profile")} · ${themeName}`,
      indicators: named.map(({ of }) => of),
      data: traces,
      layout: {
        height: 90 + named.length * Math.max(34, 10 + codes.length * 8),
        margin: { l: 8, r: 24, t: 26, b: 40 },
        xaxis: {
          range: [-MOST - 0.3, MOST + 0.3], fixedrange: true, zeroline: true, zerolinecolor: rudc.look.colour("ink"), zerolinewidth: 2, gridcolor: rudc.look.colour("line"),
          tickvals: [-2, 0, 2], tickangle: 0, title: { text: text("chart.profile.axis"), font: { size: 11 }, standoff: 4 },
        },
        yaxis: {
          tickvals: named.map((_, at) => at), ticktext: named.map(({ of }) => wrapped(of.name)), autorange: "reversed", automargin: true,
          fixedrange: true, gridcolor: rudc.look.colour("line"),
        },
        annotations: [
          { x: 0, y: 1, yref: "paper", yanchor: "bottom", showarrow: false, text: escaped(short(rudc.view.referenceLabel(view), 36)), font: { size: 11 } },
        ],
        hovermode: "closest",
      },
      words: codes.map((code) => `${areas.name(code)}: ${named.map((row) => inWords(row, code)).filter(Boolean).join("; ")}`).join(". "),
      note: text("chart.profile.note"),
      table: () => ({
        head: [text("choose.indicator"), ...codes.flatMap((code) => [areas.name(code), text("chart.profile.z")]), rudc.view.referenceLabel(view)],
        rows: named.map((row) => [`${row.of.name}, ${row.period}`, ...codes.flatMap((code) => cells(row, code)),
          amount(row.of, row.reference)]),
      }),
    };
  }

  /** A name in lines of some twenty letters. */
  const wrapped = (name) => escaped(name).replace(/(.{14,22}?) (?=.{4,})/g, "$1<br>");

  function cells(row, code) {
    const known = row.areas[code];
    if (!known || known.value === null) {
      const { missing } = known || { missing: null };
      return [missing ? text(`missing.${missing}`) : text("unknown"), "–"];
    }
    const z = known.z === null ? "–" : `${rudc.format.number(known.z, 1)} (${judged(known)})`;
    return [amount(row.of, known.value), z];
  }

  function inWords(row, code) {
    const known = row.areas[code];
    if (!known || known.z === null) return null;
    return `${row.of.name} ${rudc.format.number(known.z, 1)} ${judged(known)}`;
  }
})();
