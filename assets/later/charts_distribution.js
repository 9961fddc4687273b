/* How the areas are spread: a histogram in the classes of the legend, and a swarm of all areas. */
(function () {
  "use strict";

  const { text, escaped, amount, titled, valueAxis, referenceLines } = rudc.charts;
  const DOTS = [7, 6, 5, 4, 3]; // sizes of a dot [pixels, with the room between]: the largest that fits
  const HIGHEST = 150; // pixels of a swarm above its middle
  const MARGIN = { l: 8, r: 8, t: 8, b: 44 };

  rudc.charts.register("verdeling", (view) =>
    (view.painting.extent ? { figures: [histogram(view), swarm(view)] } : { html: [rudc.h("p", { class: "hint" }, text("story.nothing"))] }));

  function histogram(view) {
    const { painting, indicator } = view;
    const ranges = painting.colours.map((_, at) => rudc.legend.range(view, at));
    const selectedIn = (at) => view.state.areas.filter((code) => {
      const area = view.areas.find(code);
      return area.level === view.state.level && painting.classOf[area.index] === at;
    }).map((code) => rudc.compare.badge(view, code).label);
    const number = (n) => rudc.format.number(n, 0);
    return {
      id: "chart-histogram",
      title: titled("chart.histogram", view),
      data: [{
        type: "bar",
        x: ranges.map((_, at) => at),
        y: painting.counts,
        marker: { color: painting.colours, line: { width: 1, color: rudc.look.colour("soft") } },
        text: painting.counts.map((n, at) => `${number(n)}${selectedIn(at).length ? ` (${selectedIn(at).join(", ")})` : ""}`),
        textposition: "outside",
        cliponaxis: false,
        hovertemplate: ranges.map((range, at) => `${escaped(text("legend.class", { range, n: number(painting.counts[at]) }))}<extra></extra>`),
      }],
      layout: {
        height: 210,
        margin: { l: 8, r: 8, t: 22, b: 40 },
        xaxis: {
          tickvals: ranges.map((_, at) => at), ticktext: ranges.map((range) => escaped(range)), fixedrange: true, ticks: "",
          tickfont: { size: 10.5 }, automargin: true,
        },
        yaxis: { visible: false, fixedrange: true },
        bargap: 0.04,
      },
      words: text("chart.histogram.words", {
        classes: ranges.map((range, at) => text("legend.class", { range, n: number(painting.counts[at]) })).join("; "),
      }),
      table: () => ({
        head: [text("chart.histogram.class", { unit: rudc.charts.unitOf(indicator) || text("unit.none") }), text("chart.histogram.n")],
        rows: ranges.map((range, at) => [range, number(painting.counts[at])]),
      }),
    };
  }

  function swarm(view) {
    const { areas, indicator, standing, painting, state } = view;
    const ordered = [...standing.ordered].reverse();
    const { dot, range, heights, highest } = layoutOf(ordered.map(({ value }) => value));
    const colourOf = (code) => painting.colours[painting.classOf[areas.find(code).index]];
    const said = ({ code, value }) => `${escaped(areas.fullName(code))}: ${escaped(amount(indicator, value))}<extra></extra>`;
    const at = new Map(ordered.map(({ code }, i) => [code, i]));
    const chosen = state.areas.filter((code) => at.has(code));
    return {
      id: "chart-distribution",
      title: titled("chart.distribution", view),
      data: [
        {
          type: "scatter", mode: "markers", x: ordered.map(({ value }) => value), y: heights, customdata: ordered.map(({ code }) => code),
          marker: { size: dot - 1, color: ordered.map(({ code }) => colourOf(code)), line: { width: 0.6, color: rudc.look.colour("soft") } },
          hovertemplate: ordered.map(said),
        },
        {
          type: "scatter", mode: "markers+text", x: chosen.map((code) => ordered[at.get(code)].value), y: chosen.map((code) => heights[at.get(code)]),
          customdata: chosen, text: chosen.map((code) => rudc.compare.badge(view, code).label), textfont: { color: rudc.look.colour("on-selection"), size: 11 },
          marker: { size: 18, color: chosen.map((code) => rudc.compare.badge(view, code).colour), line: { color: rudc.look.colour("paper"), width: 2 } },
          hovertemplate: chosen.map((code) => said(ordered[at.get(code)])),
        },
      ],
      layout: {
        height: 2 * highest + MARGIN.t + MARGIN.b,
        margin: MARGIN,
        xaxis: { ...valueAxis(indicator), range, automargin: false },
        yaxis: { visible: false, range: [-highest, highest], fixedrange: true },
        shapes: referenceLines(view, -highest, highest),
        hovermode: "closest",
      },
      words: text("chart.distribution.words", {
        n: rudc.format.number(ordered.length, 0),
        places: chosen.map((code) => `${areas.name(code)} ${text("rank", { rank: rudc.format.number(standing.of(code).rank, 0), n: rudc.format.number(standing.n, 0) })}`).join("; ") || text("chart.nothing_chosen"),
      }),
      walk: () => ordered.map(({ code }) => code),
      table: () => rudc.charts.tableOfAll(view),
    };
  }

  /** The axis and the heights of the dots for ascending values, in the largest dots that fit. */
  function layoutOf(values) {
    const width = Math.max(200, document.getElementById("summary").clientWidth - MARGIN.l - MARGIN.r);
    const [low, high] = [values[0], values[values.length - 1]];
    const room = (high - low || 1) * 0.03;
    const range = [low - room, high + room];
    const places = values.map((value) => ((value - range[0]) / (range[1] - range[0])) * width);
    for (const dot of DOTS) {
      if (crowd(places, dot) * dot > 4 * HIGHEST) continue; // surely too high, and slow to find out
      const heights = heightsOf(places, dot);
      const highest = Math.max(70, Math.max(...heights.map(Math.abs)) + dot);
      if (highest <= HIGHEST) return { dot, range, heights, highest };
    }
    const dot = DOTS[DOTS.length - 1];
    return { dot, range, heights: stackedHeights(places, dot), highest: HIGHEST + dot };
  }

  /** The largest number of ascending places within the width of a dot. */
  function crowd(places, dot) {
    let most = 0;
    let oldest = 0;
    places.forEach((place, i) => {
      while (place - places[oldest] >= dot) oldest += 1;
      most = Math.max(most, i - oldest + 1);
    });
    return most;
  }

  /** Heights where so many values are equal that dots must overlap: spread over the whole height. */
  function stackedHeights(places, dot) {
    const columns = new Map();
    places.forEach((place, i) => {
      const column = Math.floor(place / dot);
      if (!columns.has(column)) columns.set(column, []);
      columns.get(column).push(i);
    });
    const highest = Math.max(...[...columns.values()].map((column) => column.length));
    const step = (2 * HIGHEST) / highest;
    const heights = new Array(places.length);
    for (const column of columns.values()) {
      column.forEach((i, k) => {
        heights[i] = (k - (column.length - 1) / 2) * step;
      });
    }
    return heights;
  }

  /** The heights [pixels] at which dots at ascending places [pixels] do not overlap: a beeswarm. */
  function heightsOf(places, dot) {
    const heights = [];
    let oldest = 0;
    for (let i = 0; i < places.length; i += 1) {
      while (places[i] - places[oldest] >= dot) oldest += 1;
      const blocked = [];
      for (let j = oldest; j < i; j += 1) {
        const room = Math.sqrt(dot ** 2 - (places[i] - places[j]) ** 2);
        blocked.push([heights[j] - room, heights[j] + room]);
      }
      heights.push(freeHeight(blocked));
    }
    return heights;
  }

  /** The height nearest to the middle that is not within any of the ranges. */
  function freeHeight(ranges) {
    const free = (height) => ranges.every(([low, high]) => height <= low + 1e-9 || height >= high - 1e-9);
    const candidates = [0, ...ranges.flat()].filter(free);
    return candidates.reduce((best, height) => (Math.abs(height) < Math.abs(best) ? height : best));
  }
})();
