/* Everything the map shows as a table: sorted, filtered, and downloaded as it stands. */
(function () {
  "use strict";

  const { h } = rudc;
  const { text } = rudc.charts;
  const FIRST = 100; // rows that are drawn at once; the rest on demand
  let order = { column: "value", down: true };
  let words = "";
  let all = false;

  rudc.charts.register("tabel", async (view) => {
    const second = ["samenhang", "twee-kaarten"].includes(view.state.picture) ? await secondOf(view) : null;
    const intervals = await rudc.data.intervalsFor(view.state);
    const table = { view, second, columns: columnsOf(view, second, intervals) };
    const body = h("tbody", {});
    const count = h("p", { class: "help", role: "status" });
    const heads = h("tr", {}, table.columns.map((column) => head(column, () => fill(table, body, count, heads))));
    const filter = h("input", {
      type: "search",
      "data-focus": "table-filter",
      value: words,
      oninput: (event) => {
        words = event.target.value;
        fill(table, body, count, heads);
      },
    });
    fill(table, body, count, heads);
    return {
      html: [
        h("h3", {}, rudc.charts.titled("chart.tab.tabel", view)),
        h("div", { class: "table-tools" },
          h("label", { class: "inline-field" }, h("span", {}, text("table.filter")), filter),
          h("button", { type: "button", class: "small", "data-focus": "table-download", onclick: () => download(table) }, text("table.download"))),
        count,
        h("div", { class: "table-wrap tall", tabindex: "0", role: "region", "aria-label": text("table.label") },
          h("table", { class: "data sortable" },
            h("caption", { class: "sr-only" }, text("table.caption", {
              indicator: view.indicator.name, period: view.state.period, reference: rudc.view.referenceLabel(view),
            })),
            h("thead", {}, heads), body)),
        h("p", { class: "chart-source" }, rudc.charts.source([view.indicator, ...(second ? [second.indicator] : [])])),
      ],
    };
  });

  async function secondOf({ state }) {
    const second = rudc.state.second(state);
    const payload = await rudc.data.valuesFor({ ...state, ...second, reference: "nederland" });
    return { indicator: rudc.page.indicator(second.indicator), period: second.period, payload };
  }

  /** The columns: an id, a title, a value to sort by, words to show, and a number to download. */
  function columnsOf(view, second, intervals) {
    const { state, areas, indicator, payload, standing } = view;
    const { number, value } = rudc.format;
    const shown = (of, from, i) => (from.values[i] === null ? rudc.classes.whyMissing(from, i) : value(of, from.values[i], { brief: true })); // the head names the unit
    const reference = (code) => rudc.classes.referenceOf(state, payload, areas, code);
    const difference = (code, i) => rudc.classes.differenceOf(state, payload, areas, code, payload.values[i]);
    const headed = (of) => (rudc.panel.unitBeside(of) ? `${of.name} (${rudc.charts.shownUnitOf(of)})` : of.name);
    const converted = (i) => (payload.values[i] === null ? null : rudc.classes.inexactOf(payload, i) || null);
    const amountColumn = (id, title, get, format) => ({ id, title, sort: get, show: (code, i) => (get(code, i) === null ? "–" : format(get(code, i))), save: get, number: true });
    return [
      { id: "name", title: text("table.area"), sort: (code) => areas.name(code), show: (code) => areas.name(code), save: (code) => areas.name(code) },
      state.level === "provincie" ? null : {
        id: "within", title: text("table.within"), sort: (code) => within(areas, state, code), show: (code) => within(areas, state, code), save: (code) => within(areas, state, code),
      },
      { id: "value", title: headed(indicator), saved: [titleOf(indicator)], number: true, sort: (code, i) => payload.values[i],
        show: (code, i) => shown(indicator, payload, i), save: (code, i) => payload.values[i] },
      payload.status ? { id: "status", title: text("table.status"), sort: (code, i) => rudc.age.statusOf(payload, i), show: (code, i) => rudc.age.statusOf(payload, i) || "–", save: (code, i) => rudc.age.statusOf(payload, i) } : null,
      Object.keys(payload.inexact || {}).length ? { id: "inexact", title: text("table.estimated"), saved: [text("table.estimated.saved")], number: true, sort: (code, i) => converted(i),
        show: (code, i) => (converted(i) === null ? "–" : rudc.format.share(converted(i))), save: (code, i) => converted(i) } : null,
      intervals && { id: "interval", title: text("table.interval"), saved: [text("table.lower"), text("table.upper")], sort: (code, i) => intervals.lower[i], number: true,
        show: (code, i) => (intervals.lower[i] === null ? "–" : text("interval", { lower: number(intervals.lower[i], indicator.decimals), upper: number(intervals.upper[i], indicator.decimals) })),
        save: (code, i) => [intervals.lower[i], intervals.upper[i]] },
      amountColumn("reference", rudc.view.referenceLabel(view), reference, (amount) => value(indicator, amount, { brief: true })),
      amountColumn("difference", text("table.difference"), difference, (amount) => rudc.format.difference(indicator, amount, { bare: true })),
      amountColumn("rank", text("table.rank"), (code) => (standing.of(code) ? standing.of(code).rank : null), (rank) => number(rank, 0)),
      second && { id: "second", title: `${headed(second.indicator)}, ${second.period}`, saved: [`${titleOf(second.indicator)}, ${second.period}`], number: true, sort: (code, i) => second.payload.values[i],
        show: (code, i) => shown(second.indicator, second.payload, i), save: (code, i) => second.payload.values[i] },
    ].filter(Boolean);
  }

  /** An indicator with the unit of its plain numbers, as they are downloaded. */
  function titleOf(indicator) {
    const unit = rudc.charts.unitOf(indicator);
    return unit ? `${indicator.name} (${unit})` : indicator.name;
  }

  const within = (areas, { level }, code) => areas.name(level === "gemeente" ? areas.provinceOf(code) || "" : areas.gemeenteOf(code) || "");

  function head(column, refill) {
    return h("th", { scope: "col", class: column.number ? "amount" : "", "data-column": column.id }, h("button", {
      type: "button",
      class: "sort",
      "data-focus": `sort-${column.id}`,
      onclick: () => {
        order = { column: column.id, down: order.column === column.id ? !order.down : Boolean(column.number) };
        refill();
      },
    }, column.title));
  }

  /** The rows that the filter leaves, in order; without a value last, whichever way they are sorted. */
  function rowsOf({ view, columns }) {
    const { state, areas, painting } = view;
    const wanted = rudc.format.folded(words.trim());
    const column = columns.find(({ id }) => id === order.column) || columns[0];
    const compare = column.number ? (a, b) => a - b : (a, b) => a.localeCompare(b, rudc.page.lang);
    return areas.levels[state.level].codes
      .map((code, i) => ({ code, i }))
      .filter(({ code, i }) => painting.inside[i] && (!wanted || rudc.format.folded(`${areas.fullName(code)} ${code}`).includes(wanted)))
      .map((row) => ({ ...row, key: column.sort(row.code, row.i) }))
      .sort((a, b) => {
        if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || (a.code < b.code ? -1 : 1);
        return (order.down ? -1 : 1) * compare(a.key, b.key) || (a.code < b.code ? -1 : 1);
      });
  }

  function fill(table, body, count, heads) {
    const rows = rowsOf(table);
    const shown = all ? rows : rows.slice(0, FIRST);
    body.replaceChildren(...shown.map((row) => rowOf(table, row)));
    if (shown.length < rows.length) {
      body.append(h("tr", {}, h("td", { colspan: table.columns.length }, h("button", {
        type: "button",
        class: "small",
        onclick: () => {
          all = true;
          fill(table, body, count, heads);
        },
      }, text("show_all", { n: rudc.format.number(rows.length, 0) })))));
    }
    count.textContent = text("table.count", { n: rudc.format.number(rows.length, 0) });
    for (const cell of heads.children) {
      const on = cell.dataset.column === order.column;
      cell.setAttribute("aria-sort", on ? (order.down ? "descending" : "ascending") : "none");
    }
  }

  function rowOf({ view, columns }, { code, i }) {
    const at = view.state.areas.indexOf(code);
    const cells = columns.slice(1).map((column) => {
      const missing = column.number && column.sort(code, i) === null;
      return h("td", { class: missing ? "missing" : column.number ? "amount" : "" }, column.show(code, i));
    });
    return h("tr", {
      "data-code": code,
      class: at < 0 ? "" : "selected",
      onmouseenter: () => rudc.map.hover(code),
      onmouseleave: () => rudc.map.hover(null),
    }, h("th", { scope: "row" }, h("button", {
      type: "button", class: "link", "data-focus": `row-${code}`, "aria-pressed": String(at >= 0), onclick: () => rudc.selection.pick(code, true),
    }, view.areas.name(code)), at < 0 ? null : h("span", { class: "number", style: `background:${rudc.page.selection[at]}` }, String(at + 1))), cells);
  }

  /* --- download --------------------------------------------------------------------------------------- */

  /** The table as it stands, as CSV for a spreadsheet in the language of the page. */
  function download(table) {
    const { view, columns } = table;
    const english = rudc.page.lang === "en";
    const [between, comma] = english ? [",", "."] : [";", ","];
    const cell = (content) => {
      if (content === null || content === undefined) return "";
      if (typeof content === "number") return String(content).replace(".", comma);
      const safe = /^[=+\-@\t\r]/.test(content) ? `'${content}` : content; // not a formula
      return /["\n;,]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
    };
    const reason = (code, i) => (view.payload.values[i] === null ? rudc.classes.whyMissing(view.payload, i) : "");
    const lines = [
      ["code", ...columns.flatMap(({ title, saved }) => saved || [title]), text("table.missing")],
      ...rowsOf(table).map(({ code, i }) => [code, ...columns.flatMap((column) => column.save(code, i)), reason(code, i)]),
      [],
      [`${view.indicator.name}, ${view.state.period}`],
      [rudc.charts.source([view.indicator])],
      [rudc.page.attribution],
      [location.href],
    ];
    const csv = `\ufeff${lines.map((line) => line.map(cell).join(between)).join("\r\n")}\r\n`;
    const address = URL.createObjectURL(new Blob([csv], { type: "text/csv;charset=utf-8" }));
    h("a", { href: address, download: `${view.state.indicator}-${view.state.period}-${view.state.level}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
})();
