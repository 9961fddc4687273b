/* The legend: a bar of equally wide classes with counts and markers, the missing apart. */
window.rudc = window.rudc || {};

rudc.legend = (function () {
  "use strict";

  const { h } = rudc;
  const LOW = "(max-height: 560px)"; // a phone on its side, or 200% zoom: there a legend starts folded
  const CROWDED = 0.75; // the share of the areas in one class from which the map says little about them
  const FEW = 20; // areas: among fewer, one class may well hold most
  let folded = null; // until the first legend is shown
  const shown = new Map(); // by the id of the element: the view, and the canvas it is the legend of

  function start() {
    document.addEventListener("rudc:hover", () => {
      for (const [id, { view }] of shown) drawMarkers(id, view);
    });
  }

  /** Show the legend of a view in the element with this id, for one of the maps; `before` goes first. */
  function render(view, id = "legend", canvas = rudc.canvas, before = []) {
    shown.set(id, { view, canvas });
    const { text } = rudc.format;
    const { state, indicator, painting } = view;
    const parts = [
      ...before,
      h("div", { class: "legend-head" }, h("h2", {}, indicator.name), rudc.age.badge(view)),
      h("p", { class: "legend-sub" }, subtitle(view)),
      h("div", { class: "legend-markers", "aria-hidden": "true" }),
      classBar(id, view),
      painting.extent ? edges(view) : h("p", {}, text("legend.nothing")),
      noData(id, view),
      crowded(view),
      h("p", { class: "legend-source" }, sourceLine([indicator])),
    ];
    fill(id, parts);
    drawMarkers(id, view);
    markPressed(id, canvas);
  }

  /** Show something else than classes of values in the place of a legend. */
  function replace(id, parts) {
    shown.delete(id);
    fill(id, parts);
  }

  function fill(id, parts) {
    const place = document.getElementById(id);
    rudc.refill(place, [foldButton(place), ...parts]);
  }

  /** Makes a legend as low as can be, or whole again, so that it leaves room for the map on a small screen. */
  function foldButton(place) {
    if (!document.getElementById("app")) return null; // in another page a legend does not lie on the map
    if (folded === null) folded = window.matchMedia(LOW).matches;
    place.classList.toggle("folded", folded);
    const label = () => rudc.format.text(folded ? "legend.unfold" : "legend.fold");
    return h("button", {
      type: "button",
      class: "icon legend-fold",
      "data-focus": "fold",
      "aria-expanded": String(!folded),
      "aria-label": label(),
      title: label(),
      onclick: () => {
        folded = !folded;
        for (const legend of document.querySelectorAll(".legend")) {
          legend.classList.toggle("folded", folded);
          const button = legend.querySelector(".legend-fold");
          if (!button) continue;
          button.setAttribute("aria-expanded", String(!folded));
          for (const name of ["aria-label", "title"]) button.setAttribute(name, label());
        }
      },
    }, h("span", { "aria-hidden": "true" }));
  }

  function subtitle(view) {
    const { state, indicator, payload } = view;
    const { text } = rudc.format;
    const parts = [];
    if (state.display.difference) {
      parts.push(text("legend.difference", { reference: rudc.view.referenceLabel(view) }));
    }
    const level = text(`level.${state.level}.plural`);
    parts.push(indicator.unit || (indicator.categories.length ? text("unit.none") : null), state.auto ? text("legend.auto", { level }) : level);
    if (payload.aggregatedFrom) {
      parts.push(text("legend.aggregated", { level: text(`level.${payload.aggregatedFrom}.plural`) }));
    }
    return parts.filter(Boolean).join(" · ");
  }

  function classBar(id, view) {
    const { text, number } = rudc.format;
    const { painting } = view;
    const bars = painting.colours.map((colour, at) => {
      const label = text("legend.class", {
        range: range(view, at),
        n: number(painting.counts[at], 0),
      });
      return h("button", {
        type: "button",
        class: "legend-class",
        "data-class": at,
        "aria-pressed": "false",
        "aria-label": label,
        title: `${label}. ${text("legend.click")}`,
        style: `background:${colour};color:${rudc.look.inkOn(colour)}`,
        onclick: () => toggle(id, at),
      }, number(painting.counts[at], 0));
    });
    return h("div", { class: "legend-bar", role: "group", "aria-label": text("legend.classes") }, bars);
  }

  /** Where nearly all areas have one colour: how many, and a button to classes that are as large as each other. */
  function crowded({ state, indicator, painting: { counts } }) {
    const others = "kwantielen";
    const fixed = state.display.difference || indicator.divergingAt !== null || indicator.categories.length > 0;
    const total = counts.reduce((sum, count) => sum + count, 0);
    const share = Math.max(...counts) / total;
    if (!document.getElementById("app") || fixed || state.display.scheme === others || !(total >= FEW && share >= CROWDED)) return null;
    const { text, number } = rudc.format;
    return h("p", { class: "legend-crowded" }, `${text("legend.crowded", { share: number(Math.floor(100 * share), 0) })} `,
      h("button", {
        type: "button",
        class: "link",
        "data-focus": "crowded",
        onclick: () => rudc.state.update({ display: { ...rudc.state.get().display, scheme: others } }),
      }, text("scheme.kwantielen")));
  }

  /** The range of a class in words: its lower break is not in it, its upper one is. Without areas the outer ones end nowhere. */
  function range(view, at) {
    const { indicator, painting } = view;
    const { breaks, extent, counts } = painting;
    const category = indicator.categories.length && !view.state.display.difference;
    if (category) return indicator.categories[at] ? indicator.categories[at][1] : "";
    if (breaks.length && !counts[at]) {
      if (at === 0) return rudc.format.text("legend.below", { value: amount(view, breaks[0]) });
      if (at === breaks.length) return rudc.format.text("legend.above", { value: amount(view, breaks[at - 1]) });
    }
    const low = at === 0 ? Math.min(extent ? extent[0] : breaks[0], breaks.length ? breaks[0] : Infinity) : breaks[at - 1];
    const high = at === breaks.length ? Math.max(extent ? extent[1] : low, low) : breaks[at];
    return `${amount(view, low)} – ${amount(view, high)}`;
  }

  const amount = (view, value) =>
    view.state.display.difference
      ? signed(value, view.indicator.decimals)
      : rudc.format.number(value, view.indicator.decimals);

  const signed = (value, decimals) => (value > 0 ? "+" : "") + rudc.format.number(value, decimals);

  function edges(view) {
    const { painting, indicator } = view;
    if (indicator.categories.length && !view.state.display.difference) {
      const [, lowest] = indicator.categories[0];
      const [, highest] = indicator.categories[indicator.categories.length - 1];
      return h("div", { class: "legend-edges ends", "aria-hidden": "true" }, h("span", {}, lowest), h("span", {}, highest));
    }
    const labels = painting.breaks.map((b, i) =>
      h("span", { style: `left:${((i + 1) / painting.colours.length) * 100}%` }, amount(view, b)));
    return h("div", { class: "legend-edges", "aria-hidden": "true" }, labels);
  }

  /** Two kinds of missing, each with its own pattern; the reasons with their numbers on demand. */
  function noData(id, { painting }) {
    const { text, number } = rudc.format;
    const { UNKNOWN, EMPTY } = rudc.classes;
    const kinds = [
      [UNKNOWN, "hatch", ["geheim", "niet_gepubliceerd", "niet_op_dit_niveau", "niet_vergelijkbaar"]],
      [EMPTY, "dots", ["geen_inwoners", "te_weinig_inwoners"]],
    ];
    const items = kinds.map(([at, pattern, reasons]) => {
      const known = reasons.filter((reason) => painting.reasons[reason]);
      if (!known.length) return null;
      const n = known.reduce((sum, reason) => sum + painting.reasons[reason], 0);
      const detail = known.map((reason) => `${text(`missing.${reason}`)}: ${number(painting.reasons[reason], 0)}`).join("; ");
      const name = known.length === 1 ? text(`missing.${known[0]}`) : text(`legend.${pattern}`);
      return h("li", {}, h("button", {
        type: "button",
        class: "legend-missing",
        "data-class": at,
        "aria-pressed": "false",
        title: detail,
        "aria-label": `${name}: ${number(n, 0)}. ${detail}`,
        onclick: () => toggle(id, at),
      }, h("span", { class: `swatch ${pattern}`, "aria-hidden": "true" }), `${name} (${number(n, 0)})`));
    }).filter(Boolean);
    return items.length ? h("ul", { class: "legend-none" }, items) : null;
  }

  /** What the two patterns mean, without numbers. */
  function missingKey() {
    return h("ul", { class: "legend-none" }, ["hatch", "dots"].map((pattern) =>
      h("li", { class: "legend-missing" }, h("span", { class: `swatch ${pattern}`, "aria-hidden": "true" }), rudc.format.text(`legend.${pattern}`))));
  }

  const toggle = (id, at) => filter(id, shown.get(id).canvas, at);

  /** Let a map show one class only, or all again; the buttons of its legend tell which. */
  function filter(id, canvas, at) {
    canvas.highlightClass(canvas.highlightedClass() === at ? null : at);
    markPressed(id, canvas);
  }

  function markPressed(id, canvas) {
    const at = canvas.highlightedClass();
    for (const button of document.querySelectorAll(`#${id} [data-class]`)) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.class) === at));
    }
  }

  /** Where the selected areas, the hovered one and the reference stand on the bar. */
  function drawMarkers(id, view) {
    const rail = document.querySelector(`#${id} .legend-markers`);
    if (!rail) return;
    const { state, painting, payload, areas } = view;
    const marks = [];
    const { special } = payload.references;
    const common = special ? special.value : payload.references[state.reference];
    if (typeof common === "number" && !state.display.difference) marks.push(mark(view, common, "reference", ""));
    for (const code of rudc.compare.compared(view)) {
      const value = valueOf(view, code);
      const { label, colour } = rudc.compare.badge(view, code);
      if (value !== null) marks.push(mark(view, value, "selected", label, colour));
    }
    const hovered = rudc.map.hovered();
    const value = hovered && areas.find(hovered) ? valueOf(view, hovered) : null;
    if (value !== null) marks.push(mark(view, value, "hovered", ""));
    rail.replaceChildren(...(painting.extent ? marks : []));
  }

  function valueOf(view, code) {
    const { state, areas, painting } = view;
    if (code === rudc.data.OWN) {
      const { value, difference } = rudc.compare.facts(view, code);
      return state.display.difference ? difference : value;
    }
    const area = areas.find(code);
    return area && area.level === state.level ? painting.shown[area.index] : null;
  }

  function mark(view, value, kind, label, colour = null) {
    return h("span", {
      class: `mark ${kind}`,
      style: `left:${position(view, value)}%;${colour ? `background:${colour}` : ""}`,
    }, label);
  }

  /** Where a value stands on the bar [%]: its class, and how far along it is within the class. */
  function position({ painting }, value) {
    const { breaks, extent, colours, centre } = painting;
    const at = rudc.classes.classIndex(value, breaks, centre);
    const low = at === 0 ? Math.min(extent[0], value) : breaks[at - 1];
    const high = at === breaks.length ? Math.max(extent[1], value) : breaks[at];
    const share = high > low ? (value - low) / (high - low) : 0.5;
    return Math.max(0, Math.min(100, ((at + share) / colours.length) * 100));
  }

  /** Where the figures of indicators come from, and under which licence. */
  function sourceLine(indicators) {
    const sources = indicators.flatMap((indicator) => indicator.sources.map((id) => rudc.page.sources[id]));
    const all = (field) => [...new Set(sources.map((source) => source[field]).filter(Boolean))].join("; ");
    return rudc.format.text("legend.source", { sources: [all("attribution"), all("licence")].filter(Boolean).join(". ") });
  }

  return { start, render, replace, filter, missingKey, range, sourceLine };
})();
