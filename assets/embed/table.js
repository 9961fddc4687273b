/* The figures of an embed as a table, sorted by its head. */
window.rudc = window.rudc || {};

rudc.embedTable = (function () {
  "use strict";

  const { h } = rudc;
  const FIRST = 60; // rows that are drawn at once; the rest on demand
  let order = { by: "value", down: true };
  let all = false;

  function render(view) {
    const place = document.getElementById("table");
    const { text, number } = rudc.format;
    const columns = columnsOf(view);
    const rows = sorted(rowsOf(view), columns.find(({ id }) => id === order.by));
    const shown = all ? rows : rows.slice(0, FIRST);
    rudc.refill(place, [
      h("table", { class: "data sortable" },
        h("caption", {}, `${view.indicator.name}, ${view.state.period}. ${text("embed.count", { n: number(rows.length, 0) })}`),
        h("thead", {}, h("tr", {}, columns.map((column) => head(view, column)))),
        h("tbody", {}, shown.map((row) => h("tr", { class: view.state.areas.includes(row.code) ? "selected" : "" },
          columns.map((column, i) => cell(column, row, i === 0)))))),
      shown.length < rows.length ? h("button", { type: "button", class: "small", "data-focus": "all", onclick: () => more(view) }, text("show_all", { n: number(rows.length, 0) })) : null,
    ]);
  }

  function more(view) {
    all = true;
    render(view);
    document.getElementById("table").focus();
  }

  function rowsOf(view) {
    const { areas, state, payload, painting } = view;
    return areas.levels[state.level].codes
      .map((code, i) => ({ code, i, value: payload.values[i], ...rudc.compare.facts(view, code) }))
      .filter(({ i }) => painting.inside[i]);
  }

  function columnsOf(view) {
    const { areas, state, indicator, payload } = view;
    const { text, value, difference, estimated } = rudc.format;
    const why = (row) => rudc.classes.whyMissing(payload, row.i);
    const parent = (code) => areas.name(state.level === "gemeente" ? areas.provinceOf(code) || "" : areas.gemeenteOf(code) || "");
    const amount = (row) => value(indicator, row.value) + estimated(row.inexact) + (row.status ? ` (${row.status})` : "");
    return [
      { id: "name", title: text("table.area"), key: ({ code }) => areas.name(code), show: ({ code }) => areas.name(code) },
      ["buurt", "wijk", "gemeente"].includes(state.level) ? { id: "within", title: text("table.within"), key: ({ code }) => parent(code), show: ({ code }) => parent(code) } : null,
      { id: "value", title: indicator.name, number: true, key: (row) => row.value, show: (row) => (row.value === null ? why(row) : amount(row)) },
      { id: "difference", title: `${text("table.difference")} (${rudc.view.referenceLabel(view)})`, number: true, key: (row) => row.difference,
        show: (row) => difference(indicator, row.difference, { bare: true }) },
    ].filter(Boolean);
  }

  function sorted(rows, { key, number }) {
    const way = order.down ? -1 : 1;
    return rows.map((row) => [key(row), row]).sort(([a, one], [b, other]) => {
      if (a === null || b === null) return (a === null) - (b === null) || (one.code < other.code ? -1 : 1);
      return way * (number ? a - b : a.localeCompare(b, rudc.page.lang)) || (one.code < other.code ? -1 : 1);
    }).map(([, row]) => row);
  }

  function head(view, column) {
    const sort = () => {
      order = { by: column.id, down: order.by === column.id ? !order.down : Boolean(column.number) };
      render(view);
    };
    const way = order.by === column.id ? (order.down ? "descending" : "ascending") : "none";
    return h("th", { scope: "col", class: column.number ? "amount" : "", "aria-sort": way },
      h("button", { type: "button", class: "sort", "data-focus": `sort-${column.id}`, onclick: sort }, column.title));
  }

  function cell(column, row, first) {
    if (first) return h("th", { scope: "row" }, column.show(row));
    const missing = column.number && column.key(row) === null;
    return h("td", { class: missing ? "missing" : column.number ? "amount" : "" }, column.show(row));
  }

  return { render };
})();
