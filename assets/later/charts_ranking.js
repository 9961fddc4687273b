/* All areas of the region from high to low; only the rows in view are drawn. */
(function () {
  "use strict";

  const { text, short, escaped, amount, titled, valueAxis, div } = rudc.charts;
  const ROW = 19; // pixels
  const HEIGHT = 470;
  const ROOM = 40; // for the axis
  const ROWS = Math.floor((HEIGHT - ROOM) / ROW);
  let figure = null; // what the scrolling redraws

  rudc.charts.register("rangorde", (view) => {
    const { areas, indicator } = view;
    const all = view.standing.ordered;
    if (!all.length) return { html: [rudc.h("p", { class: "hint" }, text("story.nothing"))] };
    const first = firstRow(view, all);
    figure = {
      id: "chart-ranking",
      title: titled("chart.ranking", view),
      ...rows(view, first),
      words: text("chart.ranking.words", {
        n: rudc.format.number(all.length, 0),
        highest: `${areas.fullName(all[0].code)} ${amount(indicator, all[0].value)}`,
        lowest: `${areas.fullName(all[all.length - 1].code)} ${amount(indicator, all[all.length - 1].value)}`,
      }),
      note: text("chart.ranking.note"),
      walk: () => all.map(({ code }) => code),
      wrap: (drawing) => div({ className: "ranking", tabIndex: 0, role: "region", "aria-label": text("chart.ranking.scroll") }, [
        div({ className: "ranking-space", style: { height: `${Math.max(all.length - ROWS, 0) * ROW + HEIGHT}px` } }, [
          div({ className: "ranking-window" }, [drawing]),
        ]),
      ]),
      afterDrawing: () => scrollTo(first),
      table: () => rudc.charts.tableOfAll(view),
      view,
    };
    return { figures: [figure] };
  });

  /** The first row in view: the first selected area in the middle. */
  function firstRow({ state }, all) {
    const at = all.findIndex(({ code }) => state.areas.includes(code));
    return Math.max(0, Math.min(all.length - ROWS, at - Math.floor(ROWS / 2)));
  }

  function rows(view, first) {
    const { state, areas, indicator, standing } = view;
    const all = standing.ordered;
    const within = all.slice(first, first + ROWS);
    const labels = within.map(({ code }) => `${standing.of(code).rank}. ${short(areas.name(code), 24)} ${code.slice(-4)}`);
    const selected = (code) => state.areas.indexOf(code);
    const bars = {
      type: "bar",
      orientation: "h",
      y: within.map((_, i) => i),
      x: within.map(({ value }) => value),
      customdata: within.map(({ code }) => code),
      marker: {
        color: within.map(({ code }) => (selected(code) < 0 ? rudc.look.colour("bar-faint") : rudc.page.selection[selected(code)])),
        line: { width: within.map(({ code }) => (selected(code) < 0 ? 0 : 1.5)), color: rudc.look.colour("ink") },
      },
      text: within.map(({ code, value }) => `${selected(code) < 0 ? "" : `(${selected(code) + 1}) `}${rudc.format.value(indicator, value, { bare: true })}`),
      textposition: "outside",
      cliponaxis: false,
      hovertemplate: within.map(({ code, value }) => `${escaped(areas.fullName(code))}: ${escaped(amount(indicator, value))}<extra></extra>`),
    };
    const extent = [Math.min(0, all[all.length - 1].value), Math.max(0, all[0].value)];
    const margin = (extent[1] - extent[0]) * 0.22; // for the figures beside the bars
    const lines = rudc.panel.referenceValues(view).filter(([, value]) => value !== null).map(([, value]) => ({ value, dash: "dot" }));
    const own = state.own ? rudc.compare.facts(view, rudc.data.OWN).value : null;
    if (own !== null) lines.push({ value: own, dash: "dash" });
    return {
      data: [bars],
      layout: {
        height: HEIGHT,
        margin: { l: 180, r: 14, t: 4, b: ROOM },
        xaxis: { ...valueAxis(indicator), range: [extent[0] - (extent[0] < 0 ? margin : 0), extent[1] + margin] },
        yaxis: {
          range: [ROWS - 0.5, -0.5], fixedrange: true, tickvals: within.map((_, i) => i), ticks: "",
          ticktext: labels.map((label, i) => escaped(label.slice(0, -5)) + (selected(within[i].code) < 0 ? "" : " ◀")),
          tickfont: { size: 11 },
        },
        shapes: lines.map(({ value, dash }) => ({
          type: "line", x0: value, x1: value, yref: "paper", y0: 0, y1: 1, line: { color: rudc.look.colour("ink"), width: 2, dash },
        })),
        annotations: own === null ? [] : [
          { x: own, yref: "paper", y: 1, yanchor: "top", text: "E", showarrow: false, bgcolor: rudc.look.colour("ink"), font: { color: rudc.look.colour("paper"), size: 11 } },
        ],
        bargap: 0.25,
        uirevision: "ranking",
      },
    };
  }

  const frame = () => document.querySelector("#charts .ranking");

  function scrollTo(row) {
    if (frame()) frame().scrollTop = row * ROW;
  }

  let due = false;

  document.addEventListener("scroll", (event) => {
    if (!figure || due || event.target !== frame()) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      const plot = document.querySelector("#chart-ranking .js-plotly-plot");
      if (!plot || !frame()) return;
      const { data, layout } = rows(figure.view, Math.round(frame().scrollTop / ROW));
      window.Plotly.react(plot, data, { ...plot.layout, ...layout });
    });
  }, true);

  /** An area hovered elsewhere or reached with the keyboard comes into view. */
  document.addEventListener("rudc:hover", ({ detail }) => {
    if (!figure || !frame() || !detail.code || detail.silent) return;
    const at = figure.view.standing.ordered.findIndex(({ code }) => code === detail.code);
    if (at >= 0) scrollTo(Math.max(0, at - Math.floor(ROWS / 2)));
  });
})();
