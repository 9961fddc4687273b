/* Which indicators go together with the one on the map: Spearman's rho, strongest first. */
(function () {
  "use strict";

  const { h } = rudc;
  const { text } = rudc.charts;
  const MOST = 20; // of the list; the rest follows on demand
  let all = false;

  rudc.charts.register("verbanden", async (view) => {
    const { related } = await rudc.data.computed("related", view.state, ["regio", "niveau", "indicator", "periode"]);
    if (!related.length) return { html: [h("p", { class: "hint" }, text("related.none"))] };
    const shown = all ? related : related.slice(0, MOST);
    return {
      html: [
        h("h3", {}, text("related.title", { indicator: view.indicator.name })),
        h("p", { class: "hint" }, text("related.warning")),
        h("div", { class: "table-wrap", tabindex: "0" }, h("table", { class: "data related" },
          h("thead", {}, h("tr", {}, ["related.indicator", "related.rho", "related.n"].map((key) => h("th", { scope: "col" }, text(key))))),
          h("tbody", {}, shown.map((row) => rowOf(view, row))))),
        all || related.length <= MOST ? null : h("button", {
          type: "button",
          class: "small",
          "data-focus": "related-all",
          onclick: (event) => {
            all = true;
            event.target.previousElementSibling.querySelector("tbody").replaceChildren(...related.map((row) => rowOf(view, row)));
            event.target.remove();
          },
        }, text("show_all", { n: related.length })),
        h("p", { class: "chart-source" }, rudc.charts.source(shown.map(({ indicator }) => rudc.page.indicator(indicator)))),
      ],
    };
  });

  function rowOf({ state }, { indicator, period, rho, n, same }) {
    const found = rudc.page.indicator(indicator);
    const { number } = rudc.format;
    const width = Math.abs(rho) * 50;
    const left = rho < 0 ? 50 - width : 50;
    return h("tr", {},
      h("th", { scope: "row" },
        h("button", {
          type: "button",
          class: "link",
          "data-focus": `related-${indicator}`,
          onclick: () => rudc.charts.open("spreiding", { second: { indicator, period, reference: "nederland" } }),
        }, found.name),
        h("small", {}, same ? `${period} · ${text("related.same")}` : period)),
      h("td", {}, h("span", { class: "rho-bar", "aria-hidden": "true" }, h("span", { class: rho < 0 ? "negative" : "", style: `left:${left}%;width:${width}%` })),
        `${rho > 0 ? "+" : ""}${number(rho, 2)}`),
      h("td", {}, number(n, 0)));
  }
})();
