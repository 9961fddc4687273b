/* Spatial pattern: Moran's I in words, and what the clusters on the map mean. */
(function () {
  "use strict";

  const { h } = rudc;
  const { text } = rudc.charts;

  rudc.charts.register("patroon", async (view) => {
    const found = await rudc.data.computed("pattern", view.state, ["regio", "indicator", "niveau", "periode"]);
    const { number } = rudc.format;
    const head = h("h3", {}, text("pattern.title"));
    if (found.moran === null) return { html: [head, h("p", { class: "hint" }, text("pattern.none"))] };
    const kind = found.p >= 0.05 ? "random" : found.moran > found.expected ? "clustered" : "dispersed";
    const on = view.state.overlay === "clusters";
    return {
      html: [
        head,
        h("p", { class: "hint" }, text(`pattern.${kind}`, { indicator: view.indicator.name })),
        h("dl", { class: "key-figures" },
          figure(text("pattern.moran"), number(found.moran, 2)),
          figure(text("pattern.p"), found.p <= 0.001 ? `≤ ${number(0.001, 3)}` : number(found.p, 3))),
        h("p", {}, text("pattern.counts", {
          ...Object.fromEntries(["H", "L", "h", "l"].map((letter) => [letter, number(rudc.clusters.count(found, letter), 0)])), n: number(found.n, 0),
        })),
        h("button", {
          type: "button",
          class: "small",
          "data-focus": "clusters-layer",
          "aria-pressed": String(on),
          onclick: () => rudc.state.update({ overlay: on ? "" : "clusters" }),
        }, text("pattern.on_map")),
        h("ul", { class: "explained" }, ["H", "L", "h", "l"].map((letter) => h("li", {}, h("strong", {}, text(`cluster.${letter}`)), ` ${text(`cluster.${letter}.help`)}`))),
        found.islands + found.missing ? h("p", { class: "help" }, text("pattern.left_out", { islands: number(found.islands, 0), missing: number(found.missing, 0) })) : null,
        h("p", { class: "help" }, text("pattern.method")),
        h("p", { class: "chart-source" }, rudc.charts.source([view.indicator])),
      ],
    };
  });

  const figure = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
})();
