/* What can be taken along: images of the map and its chart, and the figures, each a plain link. What the server
   refuses, such as a workbook of the whole country, would fail there without a word: it is asked first. */
window.rudc = window.rudc || {};

rudc.downloads = (function () {
  "use strict";

  const { h } = rudc;
  const text = (...args) => rudc.format.text(...args);
  const CHARTS = ["rangorde", "verdeling", "tijd", "profiel"]; // those that there is an image of (rudc_map/view/chart_image.py)
  const FORMATS = ["csv", "xlsx", "geojson", "gpkg", "parquet"];
  let dialog = null;

  /** Offer what there is of the state that is shown now. */
  function open() {
    if (dialog) dialog.remove();
    const state = rudc.state.get();
    dialog = h("dialog", { class: "downloads", "aria-labelledby": "downloads-title" },
      h("div", { class: "panel-head" },
        h("h2", { id: "downloads-title" }, text("downloads.title")),
        h("button", { type: "button", class: "icon", "aria-label": text("close"), onclick: () => dialog.close() }, "×")),
      h("p", { class: "panel-sub" }, subject(state)),
      rudc.page.isOfFile(state.indicator) ? h("p", { class: "hint" }, text("downloads.of_file")) : offers(state));
    document.body.append(dialog);
    dialog.showModal();
  }

  function subject({ indicator, period, level, region }) {
    return [rudc.page.indicator(indicator).name, period, text(`level.${level}.plural`), rudc.page.region(region).name].join(" · ");
  }

  function offers(state) {
    const query = rudc.state.query(state); // with the level that is shown, also where it follows the zoom
    const theme = rudc.page.themes.find(({ id }) => id === rudc.page.indicator(state.indicator).theme).name;
    const image = (file, label, more = "") => ({ label, href: `/${file}?${query}${more}` });
    const figures = (scope) => FORMATS.map((format) => ({
      label: text(`downloads.format.${format}`), href: `/download?${query}&wat=${scope}&formaat=${format}`, onclick: askFirst,
    }));
    return [
      group("downloads.map", [
        image("kaart.png", text("downloads.png")), image("kaart.png", text("downloads.png.large"), "&maat=3"),
        image("kaart.svg", text("downloads.svg")), image("kaart.pdf", text("downloads.pdf")),
      ]),
      CHARTS.includes(state.chart) && hasChart(state) ? group("downloads.chart", [
        image("grafiek.png", text("downloads.png")), image("grafiek.png", text("downloads.png.large"), "&maat=3"),
        image("grafiek.svg", text("downloads.svg")), image("grafiek.pdf", text("downloads.pdf")),
      ]) : null,
      group("downloads.view", figures("beeld")),
      group("downloads.theme", figures("thema"), text("downloads.theme.help", { theme })),
      h("p", { class: "hint", role: "alert", hidden: true }),
      h("p", { class: "help" }, text("downloads.licence")),
    ];
  }

  /** Whether a chart of the state shows anything: a profile needs areas, a line needs years. */
  function hasChart({ chart, areas, own, indicator }) {
    if (chart === "profiel") return areas.length > 0 || Boolean(own);
    return chart !== "tijd" || rudc.page.indicator(indicator).periods.length > 1;
  }

  function group(key, links, help = null) {
    return h("section", {}, h("h3", {}, text(key)), help ? h("p", { class: "help" }, help) : null,
      h("ul", {}, links.map(({ label, href, onclick }) => h("li", {}, h("a", { href, download: "", onclick }, label)))));
  }

  /** Follow a link to a file once the server has not refused it; else show what it says. */
  async function askFirst(event) {
    const link = event.currentTarget;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const why = await refusal(link.href);
    const said = dialog.querySelector("[role=alert]");
    said.hidden = !why;
    said.textContent = why;
    if (why) return;
    link.removeEventListener("click", askFirst);
    link.click();
    link.addEventListener("click", askFirst);
  }

  /** Why there is no file at an address; nothing where there is one, or where the browser will say so itself. */
  async function refusal(href) {
    try {
      const { ok } = await fetch(href, { method: "HEAD" }); // makes no file
      return ok ? "" : (await (await fetch(href)).json())[rudc.page.lang === "en" ? "error" : "fout"];
    } catch {
      return "";
    }
  }

  return { open };
})();
