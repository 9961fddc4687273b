/* The comparison panel: the selected areas beside their reference, or what stands out without them. */
window.rudc = window.rudc || {};

rudc.panel = (function () {
  "use strict";

  const { h } = rudc;

  function render(view) {
    rudc.refill(document.getElementById("summary"), rudc.compare.compared(view).length ? selectionPart(view) : storyPart(view));
  }

  /* --- with a selection --------------------------------------------------------------------- */

  function selectionPart(view) {
    const { text } = rudc.format;
    return [
      h("div", { class: "panel-head" },
        h("h2", {}, text("panel.compare")),
        h("div", { class: "panel-tools" }, addButton(), button("zoom", text("panel.zoom"), () => rudc.map.zoomTo(rudc.compare.compared(view))),
          button("clear", text("panel.clear"), rudc.selection.clear))),
      h("p", { class: "panel-sub" }, subtitle(view)),
      table(view),
      setButton(view),
      places(view),
      notes(view),
    ];
  }

  function subtitle({ indicator, state }) {
    const points = indicator.unit === "%" ? rudc.format.text("panel.points") : null;
    return [`${indicator.name}, ${state.period}`, unitBeside(indicator), points].filter(Boolean).join(" · ");
  }

  /** The unit to name beside the name of an indicator; none where the name says it. */
  function unitBeside({ name, unit }) {
    const shown = /^× €/.test(unit) ? "€" : unit;
    return name.toLowerCase().includes(shown.toLowerCase()) ? "" : shown;
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

  /** Take several selected areas as one to compare with. */
  function setButton({ state }) {
    if (state.areas.length < 2) return null;
    const set = state.areas.join(",");
    return h("button", {
      type: "button",
      class: "small set-button",
      "data-focus": "as-set",
      "aria-pressed": String(state.reference === set),
      onclick: () => rudc.state.update({ reference: state.reference === set ? "nederland" : set }),
    }, rudc.format.text("panel.as_set", { n: state.areas.length }));
  }

  const button = (focus, label, run) =>
    h("button", { type: "button", class: "small", "data-focus": focus, onclick: run }, label);

  function table(view) {
    const { text } = rudc.format;
    const head = ["area", "value", "difference", "rank"].map((column) =>
      h("th", { scope: "col", role: "columnheader", class: column }, text(`table.${column}`)));
    const caption = text("table.caption", {
      indicator: view.indicator.name,
      period: view.state.period,
      reference: rudc.view.referenceLabel(view),
    });
    return h("div", { class: "table-wrap", tabindex: "0" },
      h("table", { class: isNarrow(view) ? "compare beside" : "compare", role: "table" }, // style sheets change how parts are laid out, not what they are
        h("caption", { class: "sr-only" }, caption),
        h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, head)),
        h("tbody", { role: "rowgroup" }, rudc.compare.compared(view).map((code) => row(view, code)), referenceRow(view))),
      h("p", { class: "help" }, text("rank.percentile.help")));
  }

  /** Whether the panel is not wider than a phone: there an area stands above its figures. */
  const isNarrow = ({ state }) => !state.wide || window.matchMedia("(max-width: 760px)").matches;

  function row(view, code) {
    const { text, value } = rudc.format;
    const { indicator, areas, standing } = view;
    const known = rudc.compare.facts(view, code);
    const place = standing.of(code);
    const verdict = rudc.compare.verdict(view, code);
    const { colour, label } = rudc.compare.badge(view, code);
    const own = code === rudc.data.OWN;
    return h("tr", {
      role: "row",
      "data-code": code,
      onmouseenter: () => rudc.map.hover(code),
      onmouseleave: () => rudc.map.hover(null),
    },
    h("th", { scope: "row", role: "rowheader" }, h("div", { class: "area" },
      h("span", { class: "number", style: `background:${colour}` }, label),
      h("span", { class: "area-name" }, areas.name(code), h("small", {}, own ? ownWords(view) : where(view, code)), own ? null : profileLink(view, code)),
      h("span", { class: "row-tools" }, own ? null : h("button", {
        type: "button",
        class: "icon reference-button",
        "data-focus": `reference-${code}`,
        "aria-pressed": String(view.state.reference === code),
        "aria-label": text("panel.as_reference", { name: areas.name(code) }),
        title: text("panel.as_reference", { name: areas.name(code) }),
        onclick: () => rudc.state.update({ reference: view.state.reference === code ? "nederland" : code }),
      }, "R"),
      h("button", {
        type: "button",
        class: "icon",
        "data-focus": `remove-${code}`,
        "aria-label": text("panel.remove", { name: areas.name(code) }),
        onclick: () => (own ? rudc.state.update({ own: "" }) : rudc.selection.remove(code)),
      }, "×")))),
    known.value === null ? missingCell(view, known) : [
      h("td", { role: "cell" }, value(indicator, known.value, { bare: true }), estimatedWords(known), known.status ? h("small", {}, known.status) : null, intervalWords(view, code)),
      h("td", { role: "cell" }, known.difference === null ? "–" : differenceCell(view, known), verdictWords(verdict)),
      h("td", { role: "cell" }, place ? rankCell(place) : own ? wouldRank(view, known.value) : "–"),
    ]);
  }

  /** To the page about an area, with all its figures in words. */
  function profileLink({ state, areas }, code) {
    const { text } = rudc.format;
    return h("a", { class: "to-profile", href: `/gebied/${code}${state.lang === "en" ? "?taal=en" : ""}`, "data-focus": `profile-${code}` },
      text("panel.profile"), h("span", { class: "sr-only" }, `: ${areas.name(code)}`));
  }

  function rankCell(place) {
    const { text, number } = rudc.format;
    const rank = text(place.tied ? "rank.tied" : "rank", { rank: number(place.rank, 0), n: number(place.n, 0) });
    const percentile = place.percentile === null ? null
      : h("small", {}, text("rank.percentile", { percentile: number(place.percentile, 0) }));
    return [rank, percentile].filter(Boolean);
  }

  /** Where the own area would stand among the areas of the region. */
  function wouldRank({ standing }, amount) {
    const higher = standing.ordered.filter(({ value }) => value > amount).length;
    return h("small", {}, rudc.format.text("rank.would", { rank: rudc.format.number(higher + 1, 0), n: rudc.format.number(standing.n, 0) }));
  }

  function ownWords({ own }) {
    if (!own) return "";
    const { text, number } = rudc.format;
    const words = text("own_area.words", {
      n: number(own.parts, 0),
      level: own.level ? text(`level.${own.level}.plural`) : text("own_area.parts"),
      inhabitants: own.inhabitants === null ? text("unknown") : number(own.inhabitants, 0),
      area: own.area === null ? "–" : number(own.area, 1),
      by: text(`own_area.by.${own.by}`),
    });
    return own.outside ? `${words}. ${text("own_area.partly_outside")}` : words;
  }

  /** The 95% interval under a value, and a warning where it rests on a few cases. */
  function intervalWords(view, code) {
    const { text, number } = rudc.format;
    const limits = rudc.compare.interval(view, code);
    if (!limits) return null;
    const { decimals } = view.indicator;
    const words = text("interval", { lower: number(limits.lower, decimals), upper: number(limits.upper, decimals) });
    return [h("small", { title: text("interval.help") }, words), limits.small ? h("small", { class: "few" }, text("interval.small")) : null];
  }

  const estimatedWords = ({ inexact }) => (inexact > 0
    ? h("small", { title: rudc.format.text("estimated.help") }, rudc.format.text("estimated", { share: rudc.format.share(inexact) })) : null);

  function verdictWords(verdict) {
    return verdict ? h("small", { class: "verdict" }, rudc.format.text(`verdict.${verdict}`)) : null;
  }

  /** The place of each selected area in its gemeente, region, provincie and the country. */
  function places(view) {
    const { text, number } = rudc.format;
    const { state, areas } = view;
    const known = state.areas.filter((code) => areas.find(code).level === state.level);
    if (!known.length) return null;
    const among = ["gemeente", "regio", "provincie", "nederland"];
    const cell = (place) => h("td", {}, place
      ? [text(place.tied ? "rank.tied" : "rank", { rank: number(place.rank, 0), n: number(place.n, 0) }),
        place.percentile === null ? null : h("small", {}, text("rank.percentile", { percentile: number(place.percentile, 0) }))].filter(Boolean)
      : "–");
    const rows = known.map((code) => {
      const found = rudc.compare.places(view, code);
      const { colour, label } = rudc.compare.badge(view, code);
      return h("tr", {},
        h("th", { scope: "row" }, h("div", { class: "area" },
          h("span", { class: "number", style: `background:${colour}` }, label), h("span", { class: "area-name" }, areas.name(code)))),
        among.map((name) => cell(found[name])));
    });
    return h("details", { class: "places" }, h("summary", {}, text("places.title")),
      h("div", { class: "table-wrap", tabindex: "0" }, h("table", { class: "compare" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "area" }, text("table.area")), among.map((name) => h("th", { scope: "col" }, text(`places.${name}`))))),
        h("tbody", {}, rows))),
      h("p", { class: "help" }, text("places.help")));
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
    return h("td", { role: "cell", class: "missing", colspan: "3" }, lines);
  }

  /** The difference with an arrow, and in words whether it is better or worse, unless chance may explain it. */
  function differenceCell(view, { code, difference }) {
    const { text } = rudc.format;
    const arrow = difference > 0 ? "▲" : difference < 0 ? "▼" : "=";
    const judged = rudc.compare.judgement(view, code);
    const said = ["better", "worse", "unsure"].includes(judged);
    const help = judged === "unsure" ? text("judged.unsure.help") : null;
    return h("span", { class: said ? judged : "" },
      h("span", { "aria-hidden": "true" }, `${arrow} `),
      h("span", { class: "whole" }, rudc.format.difference(view.indicator, difference, { bare: true })),
      said ? h("small", { title: help }, ` ${text(`judged.${judged}`)}`) : null);
  }

  function referenceRow(view) {
    const { value } = rudc.format;
    const { indicator } = view;
    const rows = referenceValues(view).map(([name, amount]) =>
      h("tr", { role: "row", class: "reference" },
        h("th", { scope: "row", role: "rowheader" }, h("div", { class: "area" },
          h("span", { class: "number ref", "aria-hidden": "true" }, "R"),
          h("span", { class: "area-name" }, name, referenceNote(view)))),
        amount === null
          ? h("td", { role: "cell", class: "missing", colspan: "3" }, h("em", {}, whyNone(indicator)))
          : h("td", { role: "cell" }, value(indicator, amount, { brief: true }))));
    return rows;
  }

  const whyNone = ({ aggregation }) =>
    rudc.format.text(aggregation === "geen" ? "reference.not_aggregated" : "reference.unknown");

  /** How a reference of several areas came about, where that is not by the usual rule. */
  function referenceNote({ state, payload }) {
    const { special } = payload.references;
    const how = special ? special.how : payload.referencesAre;
    const ofOneArea = !special && state.reference === "gemeente";
    return how === "mediaan" && !ofOneArea ? h("small", {}, rudc.format.text("reference.median")) : null;
  }

  /** The references of the selected areas: name and value, each once. */
  function referenceValues(view) {
    const found = new Map();
    const { special } = view.payload.references;
    const differs = special ? special.values !== null : ["provincie", "gemeente"].includes(view.state.reference);
    for (const code of differs ? rudc.compare.compared(view) : [""]) {
      const name = rudc.view.referenceName(view, code);
      const full = special && differs ? rudc.format.text("reference.similar", { label: rudc.compare.badge(view, code).label }) : name;
      if (name) found.set(full, rudc.classes.referenceOf(view.state, view.payload, view.areas, rudc.compare.standIn(view, code)));
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
      h("p", { class: "panel-sub" }, [`${indicator.name}, ${state.period}, ${text(`level.${state.level}.plural`)}`, unitBeside(indicator)].filter(Boolean).join(" · ")),
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
    const region = rudc.page.region(view.state.region);
    const figures = [[region.name, payload.references.regio]];
    if (region.gemeenten.length) figures.push([text("reference.nederland"), payload.references.nederland]);
    return h("dl", { class: "key-figures" }, figures.map(([name, amount]) =>
      h("div", {}, h("dt", {}, name), amount === null ? h("dd", { class: "words" }, whyNone(indicator)) : h("dd", {}, withSmallUnit(value(indicator, amount), value(indicator, amount, { brief: true }))))));
  }

  const withSmallUnit = (full, brief) => [brief, full === brief ? null : h("small", {}, full.slice(brief.length))];

  /** The spread of the areas: a bar from lowest to highest with the middle half and the median. */
  function spread(view) {
    const { text, value } = rudc.format;
    const { indicator, standing } = view;
    const [low, q1, median, q3, high] = [0, 0.25, 0.5, 0.75, 1].map((share) => rudc.compare.quantile(standing.ordered, share));
    const at = (v) => (high > low ? ((v - low) / (high - low)) * 100 : 50);
    const round = (v) => Number(v.toFixed(indicator.decimals));
    const brief = (v) => value(indicator, v, { brief: true }); // the unit stands under the title
    const words = text("story.spread", {
      low: brief(low),
      high: brief(high),
      q1: brief(round(q1)),
      q3: brief(round(q3)),
      median: brief(round(median)),
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
        h("span", { class: "rank" }, rudc.format.number(standing.of(code).rank, 0)),
        h("button", { type: "button", class: "link", "data-focus": `pick-${code}`, onclick: () => choose(code) }, areas.fullName(code)),
        h("span", { class: "amount" }, value(indicator, amount, { brief: true }))))));
  }

  function choose(code) {
    rudc.selection.pick(code);
    rudc.map.zoomTo([code]);
  }

  return { render, referenceValues, unitBeside };
})();
