/* The charts and lists beside the map: which one is open, what they share, how they link to the map. */
window.rudc = window.rudc || {};

rudc.charts = (function () {
  "use strict";

  const { h } = rudc;
  const text = (...args) => rudc.format.text(...args);
  const MOST_WORDS = 240; // a longer text alternative is there for a screen reader, and as a table
  const PATIENCE = 200; // ms before a skeleton is shown
  const TABS = {
    overzicht: "",
    ...Object.fromEntries(["rangorde", "verdeling", "tijd", "profiel", "spreiding", "verbanden", "vergelijkbaar", "grens", "patroon", "tabel"]
      .map((name) => [name, name])),
  };
  const makers = new Map(); // chart -> view -> {figures, html}, or a promise of it
  let shown = []; // the figures on the page
  let times = 0; // how often charts were drawn; those of the last time carry its number
  let drawn = null; // the address they were drawn for
  let wanted = rudc.page.state.chart !== ""; // whether a chart was asked for, so that it must come into view
  let kept = { walk: null, tables: [] }; // what had the focus and which tables were open, before Dash draws anew

  /** Say how a chart of the `grafiek` parameter is made. */
  function register(chart, make) {
    makers.set(chart, make);
  }

  /** The charts of the state that is shown now, as Dash components; lists go to #analysis directly. */
  async function components() {
    const view = rudc.view.current();
    const { state } = view;
    drawTabs(state);
    const analysis = document.getElementById("analysis");
    const focus = rudc.focusIn(analysis);
    const patience = setTimeout(() => analysis.replaceChildren(skeleton()), PATIENCE);
    let made = { figures: [], html: [] };
    try {
      made = await makers.get(state.chart)(view);
    } catch (error) {
      if (!error.explanation) console.error(error);
      made.html = [failure(error)];
    } finally {
      clearTimeout(patience);
    }
    if (rudc.view.current() !== view) return window.dash_clientside.no_update;
    rudc.refill(analysis, made.html || [], focus);
    shown = made.figures || [];
    const focused = document.activeElement && document.activeElement.closest("[data-walk]");
    kept = {
      walk: focused ? focused.dataset.walk : null,
      tables: [...document.querySelectorAll("#charts details.chart-table[open]")].map(({ dataset }) => dataset.table),
    };
    drawn = rudc.state.query({ ...state, viewport: null });
    times += 1;
    afterDash(times);
    return shown.map(graph);
  }

  const skeleton = () => h("div", { class: "skeleton", role: "status" }, h("span", { class: "sr-only" }, text("charts.busy")));

  const failure = (error) => h("p", { class: "hint", role: "alert" }, error.explanation || text("charts.failed"), " ",
    error.final ? null : h("button", { type: "button", class: "link", onclick: () => window.dash_clientside.set_props("state", { title: `${rudc.state.query(rudc.state.get())}#` }) }, text("retry")));

  /** Dash puts charts on the page in its own time; what is done to them waits for that, or for newer ones. */
  function afterDash(mine) {
    requestAnimationFrame(() => {
      if (mine !== times) return;
      const charts = [...document.querySelectorAll("#charts .chart")];
      const there = charts.length === shown.length && charts.every(({ dataset }) => dataset.drawing === String(mine));
      if (there) afterDrawing();
      else afterDash(mine);
    });
  }

  function afterDrawing() {
    for (const figure of shown) if (figure.afterDrawing) figure.afterDrawing();
    for (const details of document.querySelectorAll("#charts details.chart-table")) {
      details.lastElementChild.replaceChildren();
      details.open = kept.tables.includes(details.dataset.table);
      fillTable(details);
    }
    const walked = kept.walk && document.querySelector(`#charts [data-walk="${kept.walk}"]`);
    if (walked) walked.focus({ preventScroll: true });
    if (wanted) document.getElementById("chart-tabs").scrollIntoView({ block: "start" });
    wanted = false;
    document.getElementById("charts").dataset.drawn = drawn;
    document.dispatchEvent(new CustomEvent("rudc:charted"));
  }

  /* --- tabs ------------------------------------------------------------------------------------- */

  function drawTabs({ chart, wide }) {
    const tabs = Object.entries(TABS).map(([tab, name]) => h("button", {
      type: "button",
      class: "chart-tab",
      "data-focus": `tab-${tab}`,
      "data-chart": tab,
      "aria-pressed": String(name === chart),
      onclick: () => open(name),
    }, text(`chart.tab.${tab}`)));
    requestAnimationFrame(() => rudc.bringAcross(document.getElementById("chart-tabs")));
    const widen = h("button", {
      type: "button",
      class: "chart-tab widen",
      "data-focus": "widen",
      "aria-pressed": String(wide),
      onclick: () => rudc.state.update({ wide: !wide }),
    }, text("charts.widen"));
    rudc.refill(document.getElementById("chart-tabs"), [...tabs, widen]);
  }

  /** Show a chart, with other changes of the state, and bring it into view. */
  function open(chart, changes = {}) {
    wanted = true;
    rudc.state.update({ chart, ...changes });
  }

  /* --- a chart as components --------------------------------------------------------------------- */

  /**
   * A figure: {id, title, data, layout, words, table, note, config, wrap}. Its title, unit, source
   * and text alternative stand around it, and the same figures as a table below it.
   */
  function graph(figure) {
    const { id, title, words, note, data, layout, config, walk } = figure;
    const view = rudc.view.current();
    const drawing = component("dash_core_components", "Graph", {
      id,
      clear_on_unhover: true,
      figure: { data, layout: { ...baseLayout(), ...layout } },
      config: { displayModeBar: false, responsive: true, ...config },
      style: { height: `${layout.height}px` },
    });
    return div({
      className: "chart",
      role: "group",
      tabIndex: walk ? 0 : null,
      "data-walk": walk ? id : null,
      "data-drawing": String(times),
      "aria-label": `${title}. ${words}${walk ? ` ${text("charts.walk")}` : ""}`,
    }, [
      html("H3", { children: title }),
      figure.wrap ? figure.wrap(drawing) : drawing,
      words.length <= MOST_WORDS ? html("P", { className: "chart-words", children: words }) : null,
      note ? html("P", { className: "chart-note", children: note }) : null,
      figure.table ? html("Details", { className: "chart-table", "data-table": id, children: [
        html("Summary", { children: text("charts.table") }),
        div({ className: "table-wrap", tabIndex: 0 }, []),
      ] }) : null,
      html("P", { className: "chart-source", children: source(figure.indicators || [view.indicator]) }),
    ].filter(Boolean));
  }

  const source = (indicators) => rudc.legend.sourceLine(indicators);

  const component = (namespace, type, props) => ({ namespace, type, props });
  const html = (type, props) => component("dash_html_components", type, props);
  const div = (props, children) => html("Div", {
    ...Object.fromEntries(Object.entries(props).filter(([, setting]) => setting !== null)),
    children,
  });

  /** The table of a chart, made when it is opened: {head: [..], rows: [[..], ..]}. */
  function fillTable(details) {
    const figure = shown.find(({ id }) => id === details.dataset.table);
    const place = details.lastElementChild;
    if (!details.open || !figure || place.firstChild) return;
    const { head, rows } = figure.table();
    place.append(h("table", { class: "data" },
      h("caption", { class: "sr-only" }, figure.title),
      h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, rows.map(([first, ...rest]) =>
        h("tr", {}, h("th", { scope: "row" }, first), rest.map((cell) => h("td", {}, cell)))))));
  }

  function baseLayout() {
    return {
      margin: { l: 8, r: 16, t: 8, b: 34 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: "system-ui, sans-serif", size: 12, color: rudc.look.colour("ink") },
      showlegend: false,
      hoverlabel: { bgcolor: rudc.look.colour("tip"), font: { color: rudc.look.colour("on-tip") } },
      separators: rudc.page.lang === "en" ? ".," : ",.",
      dragmode: false,
      modebar: { bgcolor: rudc.look.colour("paper"), color: rudc.look.colour("soft"), activecolor: rudc.look.colour("accent") },
    };
  }

  /* --- what charts share --------------------------------------------------------------------------- */

  const short = (name, most = 20) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);
  const escaped = (words) => words.replace(/&/g, "&amp;").replace(/</g, "&lt;");

  /** A value in words, also an unknown one. */
  const amount = (indicator, value) =>
    (value === null || value === undefined ? text("unknown") : rudc.format.value(indicator, value));

  const unitOf = ({ unit }) => (/^× € ?1[.,]000$/.test(unit) ? text("unit.thousand_euro") : unit);

  /** The unit that stands beside values in words, where amounts are whole euros. */
  const shownUnitOf = (indicator) => (/^× €/.test(indicator.unit) ? "€" : unitOf(indicator));

  /** A title with the indicator, its period and its unit. */
  function titled(key, { indicator, state }, period = state.period) {
    const unit = rudc.panel.unitBeside(indicator) && unitOf(indicator); // said once
    return `${text(key)} · ${indicator.name}${unit ? ` (${unit})` : ""}, ${period}`;
  }

  function valueAxis(indicator) {
    return {
      fixedrange: true,
      zeroline: true,
      zerolinecolor: rudc.look.colour("edge"),
      gridcolor: rudc.look.colour("line"),
      title: { text: unitOf(indicator), standoff: 4, font: { size: 11, color: rudc.look.colour("soft") } },
      automargin: true,
      nticks: 6,
    };
  }

  /** The table of all areas of the region, from high to low. */
  const tableOfAll = ({ areas, indicator, standing }) => ({
    head: [text("table.rank"), text("table.area"), text("table.value")],
    rows: standing.ordered.map(({ code, value }) => [rudc.format.number(standing.of(code).rank, 0), areas.fullName(code), amount(indicator, value)]),
  });

  /** Reference values as dotted lines on a value axis. */
  const referenceLines = (view, low, high) =>
    rudc.panel.referenceValues(view).filter(([, value]) => value !== null).map(([, value]) => ({
      type: "line", x0: value, x1: value, y0: low, y1: high, line: { color: rudc.look.colour("ink"), width: 2, dash: "dot" },
    }));

  /** One of the compared areas for each distinct reference, to draw that reference once. */
  function referenceCarriers(view) {
    const seen = new Map();
    for (const code of rudc.compare.compared(view)) {
      const name = rudc.view.referenceName(view, code);
      if (name && !seen.has(name)) seen.set(name, code);
    }
    return [...seen.values()];
  }

  /** A list to choose an indicator from, by theme; only those of the level. */
  function indicatorSelect({ label, chosen, level, change, focus }) {
    const groups = rudc.page.themes.map((theme) => h("optgroup", { label: theme.name },
      rudc.page.indicators.filter((i) => i.theme === theme.id && i.levels.includes(level)).map((i) =>
        h("option", { value: i.id, selected: i.id === chosen }, i.name)))).filter((group) => group.children.length);
    return h("label", { class: "inline-field" }, h("span", {}, label),
      h("select", { "data-focus": focus, onchange: (event) => change(event.target.value) }, groups));
  }

  /* --- linked with the map ---------------------------------------------------------------------------- */

  const codeOf = (data) => {
    const point = data && data.points && data.points[0];
    const code = point && point.customdata;
    return Array.isArray(code) ? code[0] : code || null;
  };

  /** From a chart to the map. */
  const hovered = (data) => rudc.map.hover(codeOf(data));

  function clicked(data) {
    const code = codeOf(data);
    if (!code || code === rudc.data.OWN) return;
    const { ctrlKey, metaKey, shiftKey } = data.points[0].event || window.event || {};
    rudc.selection.pick(code, ctrlKey || metaKey || shiftKey);
  }

  /** From the map to the charts: show the mark of the area that is hovered. */
  document.addEventListener("rudc:hover", ({ detail }) => {
    if (!window.Plotly) return;
    for (const plot of document.querySelectorAll("#charts .js-plotly-plot")) {
      if (!plot.matches(":hover")) mark(plot, detail.code);
    }
  });

  function mark(plot, code) {
    const curve = code === null ? -1 : plot.data.findIndex((trace) => (trace.customdata || []).includes(code));
    if (curve < 0) return window.Plotly.Fx.unhover(plot);
    const pointNumber = plot.data[curve].customdata.lastIndexOf(code);
    return window.Plotly.Fx.hover(plot, [{ curveNumber: curve, pointNumber }]);
  }

  /** Walk the areas of a chart with the arrow keys; Enter selects, each is said. */
  document.addEventListener("keydown", (event) => {
    const frame = event.target.closest && event.target.closest("[data-walk]");
    if (!frame || event.target !== frame) return;
    const codes = shown.find(({ id }) => id === frame.dataset.walk).walk();
    const at = codes.indexOf(rudc.map.hovered());
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step) {
      const start = at < 0 ? Math.max(0, codes.indexOf(rudc.state.get().areas[0])) : at + step;
      rudc.map.hover(codes[Math.max(0, Math.min(codes.length - 1, start))], { silent: false });
      event.preventDefault();
    } else if (event.key === "Home" || event.key === "End") {
      rudc.map.hover(codes[event.key === "Home" ? 0 : codes.length - 1], { silent: false });
      event.preventDefault();
    } else if (event.key === "Enter" && at >= 0) {
      rudc.selection.pick(codes[at], event.ctrlKey || event.shiftKey || event.metaKey);
      event.preventDefault();
    }
  });

  document.addEventListener("toggle", (event) => {
    if (event.target.matches && event.target.matches("#charts details.chart-table")) fillTable(event.target);
  }, true);

  return {
    register,
    open,
    components,
    hovered,
    clicked,
    lassoed: (data) => rudc.scatter.lassoed(data),
    text,
    div,
    short,
    escaped,
    amount,
    unitOf,
    shownUnitOf,
    titled,
    source,
    valueAxis,
    tableOfAll,
    referenceLines,
    referenceCarriers,
    indicatorSelect,
  };
})();
