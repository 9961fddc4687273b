/* The comparison panel: the selected areas beside their reference, or what stands out without them. */
window.rudc = window.rudc || {};

rudc.panel = (function () {
  "use strict";

  const { h } = rudc;

  function render(view) {
    const summary = document.getElementById("summary");
    const focus = summary.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    const parts = view.state.areas.length ? selectionPart(view) : storyPart(view);
    summary.replaceChildren(...parts.filter(Boolean));
    if (focus) restoreFocus(summary, focus);
  }

  function restoreFocus(summary, focus) {
    const same = summary.querySelector(`[data-focus="${CSS.escape(focus)}"]`);
    (same || summary.querySelector("button") || summary).focus();
  }

  /* --- with a selection --------------------------------------------------------------------- */

  function selectionPart(view) {
    const { text } = rudc.format;
    const { state, indicator } = view;
    return [
      h("div", { class: "panel-head" },
        h("h2", {}, text("panel.compare")),
        h("div", { class: "panel-tools" }, addButton(), button("zoom", text("panel.zoom"), () => rudc.map.zoomTo(state.areas)),
          button("clear", text("panel.clear"), rudc.selection.clear))),
      h("p", { class: "panel-sub" }, subtitle(view)),
      table(view),
      notes(view),
    ];
  }

  function subtitle({ indicator, state }) {
    const unit = /^× €/.test(indicator.unit) ? "€" : indicator.unit;
    const points = unit === "%" ? rudc.format.text("panel.points") : null;
    return [`${indicator.name}, ${state.period}`, unit, points].filter(Boolean).join(" · ");
  }

  function addButton() {
    const { text } = rudc.format;
    const on = rudc.selection.adding();
    return h("button", {
      type: "button",
      class: "small",
      "data-focus": "add",
      "aria-pressed": String(on),
      title: text("panel.add.help"),
      onclick: (event) => {
        rudc.selection.setAdding(!rudc.selection.adding());
        event.currentTarget.setAttribute("aria-pressed", String(rudc.selection.adding()));
      },
    }, text("panel.add"));
  }

  const button = (focus, label, run) =>
    h("button", { type: "button", class: "small", "data-focus": focus, onclick: run }, label);

  function table(view) {
    const { text } = rudc.format;
    const head = ["area", "value", "difference", "rank"].map((column) =>
      h("th", { scope: "col", class: column }, text(`table.${column}`)));
    const caption = text("table.caption", {
      indicator: view.indicator.name,
      period: view.state.period,
      reference: text(`reference.${view.state.reference}`),
    });
    return h("div", { class: "table-wrap" },
      h("table", { class: "compare" },
        h("caption", { class: "sr-only" }, caption),
        h("thead", {}, h("tr", {}, head)),
        h("tbody", {}, view.state.areas.map((code, i) => row(view, code, i)), referenceRow(view))));
  }

  function row(view, code, i) {
    const { text, value } = rudc.format;
    const { indicator, areas, standing } = view;
    const known = rudc.compare.facts(view, code);
    const place = standing.of(code);
    const colour = rudc.page.selection[i];
    return h("tr", {
      "data-code": code,
      onmouseenter: () => rudc.map.hover(code),
      onmouseleave: () => rudc.map.hover(null),
    },
    h("th", { scope: "row" }, h("div", { class: "area" },
      h("span", { class: "number", style: `background:${colour}` }, String(i + 1)),
      h("span", { class: "area-name" }, areas.name(code), h("small", {}, where(view, code))),
      h("button", {
        type: "button",
        class: "icon",
        "data-focus": `remove-${code}`,
        "aria-label": text("panel.remove", { name: areas.name(code) }),
        onclick: () => rudc.selection.remove(code),
      }, "×"))),
    known.value === null ? missingCell(view, known) : [
      h("td", {}, value(indicator, known.value, { bare: true })),
      h("td", {}, known.difference === null ? "–" : differenceCell(view, known)),
      h("td", {}, place ? rankCell(place) : "–"),
    ]);
  }

  function rankCell(place) {
    const { text, number } = rudc.format;
    const rank = text(place.tied ? "rank.tied" : "rank", { rank: place.rank, n: number(place.n, 0) });
    const percentile = place.percentile === null ? null
      : h("small", {}, text("rank.percentile", { percentile: number(place.percentile, 0) }));
    return [rank, percentile].filter(Boolean);
  }

  function where({ areas, state }, code) {
    const { text } = rudc.format;
    const area = areas.find(code);
    const level = area.level === state.level ? "" : ` · ${text(`level.${area.level}`)}`;
    if (area.level === "provincie" || area.level === "land") return level;
    const within = area.level === "gemeente" ? areas.provinceOf(code) : areas.gemeenteOf(code);
    return `${areas.name(within)}${level}`;
  }

  function missingCell(view, known) {
    const { text, value } = rudc.format;
    const lines = [h("em", {}, text(`missing.${known.reason}`))];
    if (known.fallback) {
      const name = view.areas.name(known.fallback.code);
      lines.push(h("small", { class: "fallback" },
        text("fallback", { name, value: value(view.indicator, known.fallback.value) })));
    }
    return h("td", { class: "missing", colspan: "3" }, lines);
  }

  /** The difference with an arrow, and in words whether higher is better or worse. */
  function differenceCell({ indicator }, { difference }) {
    const { text } = rudc.format;
    const arrow = difference > 0 ? "▲" : difference < 0 ? "▼" : "=";
    const better = { hoger_is_beter: 1, hoger_is_slechter: -1, geen: 0 }[indicator.direction] * Math.sign(difference);
    const verdict = better === 0 ? null : text(better > 0 ? "better" : "worse");
    return h("span", { class: better > 0 ? "better" : better < 0 ? "worse" : "" },
      h("span", { "aria-hidden": "true" }, `${arrow} `),
      rudc.format.difference(indicator, difference, { bare: true }),
      verdict ? h("small", {}, ` ${verdict}`) : null);
  }

  function referenceRow(view) {
    const { text, value } = rudc.format;
    const { state, payload, indicator } = view;
    const rows = referenceValues(view).map(([name, amount]) =>
      h("tr", { class: "reference" },
        h("th", { scope: "row" }, h("div", { class: "area" },
          h("span", { class: "number ref", "aria-hidden": "true" }, "R"), h("span", { class: "area-name" }, name))),
        h("td", { colspan: "3" }, amount === null
          ? h("em", {}, whyNone(indicator))
          : value(indicator, amount))));
    return rows;
  }

  const whyNone = ({ aggregation }) =>
    rudc.format.text(aggregation === "geen" ? "reference.not_aggregated" : "reference.unknown");

  /** The references of the selected areas: name and value, each once. */
  function referenceValues(view) {
    const found = new Map();
    for (const code of view.state.areas.length ? view.state.areas : [null]) {
      if (code === null && !["nederland", "regio"].includes(view.state.reference)) continue;
      const name = rudc.view.referenceName(view, code || "");
      if (name) found.set(name, rudc.classes.referenceOf(view.state, view.payload, view.areas, code || ""));
    }
    return [...found];
  }

  function notes({ indicator }) {
    if (!indicator.caveats.length) return null;
    const { text } = rudc.format;
    return h("details", { class: "caveats" }, h("summary", {}, text("panel.caveats")),
      h("ul", {}, indicator.caveats.map((caveat) => h("li", {}, caveat))));
  }

  /* --- without a selection ------------------------------------------------------------------ */

  function storyPart(view) {
    const { text } = rudc.format;
    const { state, indicator, standing } = view;
    const region = rudc.page.region(state.region);
    const parts = [
      h("div", { class: "panel-head" }, h("h2", {}, text("story.title", { region: region.name }))),
      h("p", { class: "panel-sub" }, `${indicator.name}, ${state.period}, ${text(`level.${state.level}.plural`)}`),
    ];
    if (!standing.n) return [...parts, h("p", {}, text("story.nothing"))];
    parts.push(keyFigures(view), spread(view), extremes(view, "story.highest", standing.ordered.slice(0, 5)),
      extremes(view, "story.lowest", standing.ordered.slice(-5).reverse()),
      h("p", { class: "hint" }, text("story.hint")), notes(view));
    return parts;
  }

  function keyFigures(view) {
    const { text, value } = rudc.format;
    const { indicator, payload } = view;
    const figures = [
      [rudc.page.region(view.state.region).name, payload.references.regio],
      [text("reference.nederland"), payload.references.nederland],
    ].filter(([name], i, all) => i === 0 || name !== all[0][0]);
    return h("dl", { class: "key-figures" }, figures.map(([name, amount]) =>
      h("div", {}, h("dt", {}, name), amount === null ? h("dd", { class: "words" }, whyNone(indicator)) : h("dd", {}, value(indicator, amount)))));
  }

  /** The spread of the areas: a bar from lowest to highest with the middle half and the median. */
  function spread(view) {
    const { text, value } = rudc.format;
    const { indicator, standing } = view;
    const [low, q1, median, q3, high] = [0, 0.25, 0.5, 0.75, 1].map((share) => rudc.compare.quantile(standing.ordered, share));
    const at = (v) => (high > low ? ((v - low) / (high - low)) * 100 : 50);
    const round = (v) => Number(v.toFixed(indicator.decimals));
    const words = text("story.spread", {
      low: value(indicator, low),
      high: value(indicator, high),
      q1: value(indicator, round(q1)),
      q3: value(indicator, round(q3)),
      median: value(indicator, round(median)),
      n: rudc.format.number(standing.n, 0),
    });
    return h("figure", { class: "spread" },
      h("div", { class: "spread-bar", "aria-hidden": "true" },
        h("span", { class: "half", style: `left:${at(q1)}%;width:${at(q3) - at(q1)}%` }),
        h("span", { class: "median", style: `left:${at(median)}%` })),
      h("figcaption", {}, words));
  }

  function extremes(view, title, rows) {
    const { text, value } = rudc.format;
    const { areas, indicator, standing } = view;
    return h("section", { class: "extremes" }, h("h3", {}, text(title)),
      h("ol", {}, rows.map(({ code, value: amount }) =>
        h("li", {
          onmouseenter: () => rudc.map.hover(code),
          onmouseleave: () => rudc.map.hover(null),
        },
        h("span", { class: "rank" }, `${standing.of(code).rank}`),
        h("button", { type: "button", class: "link", "data-focus": `pick-${code}`, onclick: () => choose(code) }, areas.fullName(code)),
        h("span", { class: "amount" }, value(indicator, amount))))));
  }

  function choose(code) {
    rudc.selection.pick(code);
    rudc.map.zoomTo([code]);
  }

  return { render, referenceValues };
})();
