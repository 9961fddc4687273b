/* Where else is it like this: the areas that are most like the selected one, and why. */
(function () {
  "use strict";

  const { h } = rudc;
  const { text, amount } = rudc.charts;
  const MOST_INDICATORS = 12;
  let opened = null; // whether the choices are unfolded; null until somebody folds or unfolds them

  rudc.charts.register("vergelijkbaar", async (view) => {
    const { state, areas } = view;
    const code = state.areas.find((area) => areas.find(area).level === state.level);
    const options = choices(view);
    if (!code) return { html: [h("p", { class: "hint" }, text("chart.choose_area")), options] };
    const found = await rudc.data.computed("similar", state, ["niveau", "regio", "lijkt"], `&gebied=${code}`);
    const head = h("h3", {}, text("similar.title", { name: areas.fullName(code) }));
    if (!found.matches.length) return { html: [head, h("p", { class: "hint" }, text(`similar.${found.reason}`)), options] };
    return {
      html: [
        head,
        h("p", { class: "panel-sub" }, text("similar.among", { n: rudc.format.number(found.compared, 0) })),
        h("ol", { class: "similar" }, found.matches.map((match, i) => item(view, found, match, i))),
        h("div", { class: "panel-tools" },
          tool("similar-reference", "similar.as_reference", () => rudc.state.update({ reference: "vergelijkbaar" })),
          tool("similar-select", "similar.select", () => rudc.selection.set([code, ...found.matches.slice(0, 4).map((match) => match.code)]))),
        found.unused.length ? h("p", { class: "help" }, text("similar.unused", { names: names(found.unused) })) : null,
        options,
        h("p", { class: "help" }, text("similar.help")),
        h("p", { class: "chart-source" }, rudc.charts.source(found.indicators.map(({ id }) => rudc.page.indicator(id)))),
      ],
    };
  });

  const tool = (focus, key, run) => h("button", { type: "button", class: "small", "data-focus": focus, onclick: run }, text(key));

  const names = (ids) => ids.map((id) => rudc.page.indicator(id).name).join(", ");

  function item({ areas }, { indicators }, match, i) {
    const { code, alike, unlike } = match;
    const ofArea = new Map(indicators.map(({ id, value }) => [id, value]));
    const compared = (id) => {
      const indicator = rudc.page.indicator(id);
      const first = match.values[id];
      const brief = first === null || first === undefined ? text("unknown") : rudc.format.value(indicator, first, { brief: true });
      return `${indicator.name} (${brief} / ${amount(indicator, ofArea.get(id))})`; // the unit once
    };
    return h("li", {
      onmouseenter: () => rudc.map.hover(code),
      onmouseleave: () => rudc.map.hover(null),
    },
    h("span", { class: "rank" }, String(i + 1)),
    h("div", {},
      h("button", {
        type: "button",
        class: "link",
        "data-focus": `similar-${code}`,
        onclick: () => {
          rudc.selection.pick(code, true);
          rudc.map.zoomTo([code]);
        },
      }, areas.fullName(code)),
      h("small", {}, `${areas.name(areas.provinceOf(code) || "")} · ${text("similar.distance", { distance: rudc.format.number(match.distance, 2) })}`),
      alike.length ? h("p", {}, text("similar.alike", { names: alike.map(compared).join("; ") })) : null,
      unlike.length ? h("p", {}, text("similar.unlike", { names: unlike.map(compared).join("; ") })) : null));
  }

  /* --- what makes areas alike --------------------------------------------------------------------- */

  /** The similarity in the address: {weights: Map, across, everywhere}. */
  function current(state) {
    const [listed, ...flags] = state.similarity.split("-");
    const weights = new Map(listed.split(";").filter(Boolean).map((part) => {
      const [id, weight] = part.split("*");
      return [id, Number(weight || 1)];
    }));
    const usual = new Map(rudc.page.usualSimilarity.map((id) => [id, 1]));
    return { weights: weights.size ? weights : usual, across: flags.includes("overgrens"), everywhere: flags.includes("overal") };
  }

  function change(changes) {
    const { weights, across, everywhere } = { ...current(rudc.state.get()), ...changes };
    const listed = [...weights].map(([id, weight]) => (weight === 1 ? id : `${id}*${weight}`)).join(";");
    rudc.state.update({ similarity: `${listed}${across ? "-overgrens" : ""}${everywhere ? "-overal" : ""}` });
  }

  function choices({ state }) {
    const { weights, across, everywhere } = current(state);
    const check = (focus, key, on, run) => h("label", { class: "check" },
      h("input", { type: "checkbox", "data-focus": focus, checked: on, onchange: (event) => run(event.target.checked) }), text(key));
    const levels = (indicator) => indicator.levels.includes(state.level);
    const weighted = [...weights].map(([id, weight]) => h("li", {},
      h("label", {}, h("span", {}, rudc.page.indicator(id).name),
        h("select", {
          "data-focus": `weight-${id}`,
          "aria-label": text("similar.weight", { name: rudc.page.indicator(id).name }),
          onchange: (event) => reweigh(id, Number(event.target.value)),
        }, [...new Set([0, 0.5, 1, 2, 3, weight])].sort((a, b) => a - b).map((value) =>
          h("option", { value, selected: value === weight }, value === 0 ? text("similar.leave_out") : `× ${rudc.format.number(value, value % 1 ? 1 : 0)}`))))));
    const more = rudc.page.indicators.filter((indicator) => levels(indicator) && !weights.has(indicator.id) && !rudc.page.isOfFile(indicator.id));
    return h("details", {
      class: "similar-options",
      open: opened === null ? !state.areas.length : opened,
      ontoggle: (event) => {
        opened = event.target.open;
      },
    },
      h("summary", {}, text("similar.options")),
      check("across", "similar.across", across, (on) => change({ across: on })),
      check("everywhere", "similar.everywhere", everywhere, (on) => change({ everywhere: on })),
      h("ul", { class: "weights" }, weighted),
      weights.size >= MOST_INDICATORS ? null : h("label", { class: "inline-field" }, h("span", {}, text("similar.add")),
        h("select", { "data-focus": "similar-add", onchange: (event) => event.target.value && reweigh(event.target.value, 1) },
          h("option", { value: "" }, "…"), more.map((indicator) => h("option", { value: indicator.id }, indicator.name)))));
  }

  function reweigh(id, weight) {
    const { weights } = current(rudc.state.get());
    if (weight > 0) weights.set(id, weight);
    else if (weights.size > 1) weights.delete(id);
    change({ weights });
  }
})();
