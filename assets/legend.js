/* The legend: a bar of equally wide classes with counts and markers, the missing apart. */
window.rudc = window.rudc || {};

rudc.legend = (function () {
  "use strict";

  const { h } = rudc;
  let shown = null;

  function start() {
    document.addEventListener("rudc:hover", () => shown && drawMarkers(shown));
  }

  function render(view) {
    shown = view;
    const { text } = rudc.format;
    const { state, indicator, painting } = view;
    const parts = [
      h("h2", {}, indicator.name),
      h("p", { class: "legend-sub" }, subtitle(view)),
      h("div", { class: "legend-markers", "aria-hidden": "true" }),
      classBar(view),
      painting.extent ? edges(view) : h("p", {}, text("legend.nothing")),
      noData(view),
      h("p", { class: "legend-source" }, text("legend.source", { sources: sourceNames(indicator) })),
    ];
    document.getElementById("legend").replaceChildren(...parts.filter(Boolean));
    drawMarkers(view);
    markPressed();
  }

  function subtitle({ state, indicator, payload }) {
    const { text } = rudc.format;
    const parts = [];
    if (state.display.difference) {
      parts.push(text("legend.difference", { reference: text(`reference.${state.reference}`) }));
    }
    parts.push(indicator.unit || text("unit.none"), state.period, text(`level.${state.level}.plural`));
    if (payload.aggregatedFrom) {
      parts.push(text("legend.aggregated", { level: text(`level.${payload.aggregatedFrom}.plural`) }));
    }
    return parts.join(" · ");
  }

  function classBar(view) {
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
        style: `background:${colour};color:${dark(colour) ? "#ffffff" : "#111827"}`,
        onclick: () => toggle(at),
      }, number(painting.counts[at], 0));
    });
    return h("div", { class: "legend-bar", role: "group", "aria-label": text("legend.classes") }, bars);
  }

  /** The range of a class in words: its lower break is not in it, its upper one is. */
  function range(view, at) {
    const { indicator, painting } = view;
    const { breaks, extent } = painting;
    const category = indicator.categories.length && !view.state.display.difference;
    if (category) return indicator.categories[at] ? indicator.categories[at][1] : "";
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
  function noData({ painting }) {
    const { text, number } = rudc.format;
    const { UNKNOWN, EMPTY } = rudc.classes;
    const kinds = [
      [UNKNOWN, "hatch", ["geheim", "niet_gepubliceerd", "niet_op_dit_niveau"]],
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
        onclick: () => toggle(at),
      }, h("span", { class: `swatch ${pattern}`, "aria-hidden": "true" }), `${name} (${number(n, 0)})`));
    }).filter(Boolean);
    return items.length ? h("ul", { class: "legend-none" }, items) : null;
  }

  function toggle(at) {
    rudc.canvas.highlightClass(rudc.canvas.highlightedClass() === at ? null : at);
    markPressed();
  }

  function markPressed() {
    const at = rudc.canvas.highlightedClass();
    for (const button of document.querySelectorAll("#legend [data-class]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.class) === at));
    }
  }

  /** Where the selected areas, the hovered one and the reference stand on the bar. */
  function drawMarkers(view) {
    const rail = document.querySelector("#legend .legend-markers");
    if (!rail) return;
    const { state, painting, payload, areas } = view;
    const marks = [];
    const common = ["nederland", "regio"].includes(state.reference) ? payload.references[state.reference] : null;
    if (common !== null && !state.display.difference) marks.push(mark(view, common, "reference", ""));
    state.areas.forEach((code, i) => {
      const value = valueOf(view, code);
      if (value !== null) marks.push(mark(view, value, "selected", String(i + 1), rudc.page.selection[i]));
    });
    const hovered = rudc.map.hovered();
    const value = hovered && areas.find(hovered) ? valueOf(view, hovered) : null;
    if (value !== null) marks.push(mark(view, value, "hovered", ""));
    rail.replaceChildren(...(painting.extent ? marks : []));
  }

  function valueOf({ state, areas, painting }, code) {
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

  function dark(colour) {
    const channel = (i) => {
      const c = parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2) < 0.2;
  }

  const sourceNames = (indicator) =>
    [...new Set(indicator.sources.map((id) => rudc.page.sources[id].attribution))].join("; ");

  return { start, render, range, sourceNames };
})();
