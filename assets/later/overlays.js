/* What an analysis puts on the map: local clusters, and the differences across the provincial border. */
window.rudc = window.rudc || {};

rudc.clusters = (function () {
  "use strict";

  const { h } = rudc;
  const { text } = rudc.charts;
  const LETTERS = ["H", "L", "h", "l", "."];

  async function show(view) {
    const found = await rudc.data.computed("pattern", view.state, ["regio", "indicator", "niveau", "periode"]);
    if (rudc.view.current() !== view) return;
    const colours = LETTERS.map((letter) => rudc.page.clusters[letter]);
    const classOf = Int8Array.from(found.clusters, (letter, i) => {
      if (letter === "-") return rudc.classes.OUTSIDE;
      if (letter === "m") return view.painting.classOf[i] < 0 ? view.painting.classOf[i] : rudc.classes.UNKNOWN;
      return letter === "i" ? LETTERS.indexOf(".") : LETTERS.indexOf(letter);
    });
    rudc.canvas.paint({ ...view.painting, colours, classOf });
    rudc.legend.replace("legend", legend(view, found, colours));
    rudc.tooltip.alsoSay((code) => {
      const area = view.areas.find(code);
      const letter = area && area.level === view.state.level ? found.clusters[area.index] : "-";
      return LETTERS.includes(letter) || letter === "i" ? [named(letter)] : [];
    });
  }

  function named(letter) {
    const kind = letter === "." ? "none" : letter;
    return text(`cluster.${kind}`);
  }

  /** How many areas have a letter. */
  const count = ({ clusters }, letter) => clusters.split(letter).length - 1;

  function legend({ indicator, state }, found, colours) {
    const number = (n) => rudc.format.number(n, 0);
    const items = LETTERS.map((letter, at) => {
      const name = named(letter);
      return h("li", {}, h("button", {
        type: "button",
        class: "legend-missing",
        "data-class": at,
        "aria-pressed": "false",
        title: letter === "." ? null : text(`cluster.${letter}.help`),
        onclick: () => rudc.legend.filter("legend", rudc.canvas, at),
      }, h("span", { class: "swatch letter", style: `background:${colours[at]};color:${rudc.look.inkOn(colours[at])}`, "aria-hidden": "true" }, { H: "HH", L: "LL", h: "HL", l: "LH" }[letter] || ""),
      `${name} (${number(count(found, letter))})`));
    });
    return [
      h("h2", {}, text("clusters.title", { indicator: indicator.name })),
      h("p", { class: "legend-sub" }, [state.period, text(`level.${state.level}.plural`), rudc.page.region(state.region).name].join(" · ")),
      found.moran === null ? h("p", {}, text("pattern.none")) : h("ul", { class: "legend-none stacked" }, items),
      found.missing ? h("p", { class: "legend-missing" }, h("span", { class: "swatch hatch", "aria-hidden": "true" }), text("clusters.missing", { n: number(found.missing) })) : null,
      h("p", { class: "help" }, text("clusters.help")),
      h("p", { class: "legend-source" }, rudc.charts.source([indicator])),
    ];
  }

  return { show, count };
})();

rudc.borderLayer = (function () {
  "use strict";

  const { text } = rudc.charts;
  // thin to thick, from faint to strong: the thirds of the differences
  const WIDTHS = [3, 5, 7.5];
  const styles = () => [2, 4, 6].map((at, i) => ({ width: WIDTHS[i], colour: rudc.page.palettes.warm.stops[at] }));

  async function show(view) {
    const { pairs } = await rudc.data.computed("border", view.state, ["regio", "indicator", "niveau", "periode"]);
    if (rudc.view.current() !== view) return;
    const known = pairs.filter(({ difference }) => difference !== null);
    const third = Math.max(1, Math.ceil(known.length / 3));
    const lines = known.map(({ line }, i) => ({
      path: rudc.coverage.shapeOf({ type: "MultiLineString", coordinates: line }).path,
      ...styles()[2 - Math.min(2, Math.floor(i / third))],
    }));
    rudc.canvas.showLines(lines.reverse()); // the largest differences on top
    document.querySelector("#legend").append(key(view, known, third));
  }

  /** What the thickness of the border means. */
  function key({ indicator }, known, third) {
    const { h } = rudc;
    const bare = (size) => rudc.format.value(indicator, size, { bare: true });
    const edges = [2, 1, 0].map((k) => known.slice(k * third, (k + 1) * third).map(({ difference }) => Math.abs(difference)));
    const items = edges.map((sizes, i) => (sizes.length ? h("li", { class: "legend-missing" },
      h("span", { class: "stroke", style: `border-top:${WIDTHS[i]}px solid ${styles()[i].colour}`, "aria-hidden": "true" }),
      `${bare(Math.min(...sizes))} – ${bare(Math.max(...sizes))}`) : null));
    return h("div", { class: "border-key" }, h("strong", {}, text("border.key")), h("ul", { class: "legend-none" }, items));
  }

  return { show };
})();
