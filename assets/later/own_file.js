/* A file of one's own: read by the server, which keeps nothing, and shown in this window only. */
window.rudc = window.rudc || {};

rudc.ownFile = (function () {
  "use strict";

  const { h } = rudc;
  const text = (...args) => rudc.format.text(...args);
  const number = (n) => rudc.format.number(n, 0);
  const ADDRESS = "/eigen-bestand";
  const MOST = 5; // MB, as rudc_map/web/own_file.py has it
  let loaded = null; // {name, content, answer}: all there is of the file; gone with the page
  let reading = 0; // counts, so that an answer that comes too late is dropped
  let last = null; // the file that was chosen last, read or not
  let regions = new Map(); // region -> the promise of all values there
  let choices = { smallest: 10, decimal: "" };
  let parts = null; // the elements of the dialog

  /* --- asking the server -------------------------------------------------------------------------- */

  /** What the server understands of a file, with its values in a region. */
  async function ask({ name, content }, region) {
    const parameters = new URLSearchParams({
      versie: rudc.page.version, regio: region, taal: rudc.page.lang, kleinste: choices.smallest, decimaal: choices.decimal,
    });
    const response = await fetch(`${ADDRESS}?${parameters}`, {
      method: "POST",
      cache: "no-store",
      headers: { "Content-Type": "application/octet-stream", "X-Bestandsnaam": encodeURIComponent(name.replace(/\p{Surrogate}/gu, "")) },
      body: content,
    });
    const answer = await response.json();
    if (response.ok) return answer;
    throw explained(answer[rudc.page.lang === "en" ? "error" : "fout"]);
  }

  const explained = (explanation) => Object.assign(new Error(explanation), { explanation });

  /** Read a file and put its figures among the others. */
  async function read(file) {
    reading += 1;
    const mine = reading;
    last = file;
    say(text("own_file.reading", { name: file.name }));
    parts.report.replaceChildren();
    parts.report.setAttribute("aria-busy", "true");
    try {
      if (file.size > MOST * 1e6) throw explained(text("own_file.too_large", { most: MOST }));
      const content = file.content || (await file.arrayBuffer());
      const region = rudc.state.get().region;
      const answer = await ask({ name: file.name, content }, region);
      if (mine !== reading) return;
      take({ name: file.name, size: file.size, content, answer }, region);
    } catch (error) {
      if (mine !== reading) return;
      say(error.explanation || text("own_file.failed"), true);
      if (loaded === file) report(loaded.answer); // what is there stays
    } finally {
      if (mine === reading) parts.report.removeAttribute("aria-busy");
    }
  }

  function take(file, region) {
    const { answer } = file;
    loaded = file;
    last = file;
    regions = new Map([[region, Promise.resolve(answer.values)]]);
    put(answer, answer.indicators[0].id);
    say(text("own_file.done", { name: file.name }));
    report(answer);
  }

  /** Have these figures in the place of earlier ones, also where an earlier one is shown now. */
  function put(figures, instead) {
    const state = rudc.state.get();
    rudc.page.putFile(figures);
    rudc.data.dropFile();
    if (!rudc.page.isOfFile(rudc.state.query(state))) return;
    const indicator = rudc.page.indicator(state.indicator) ? state.indicator : instead;
    rudc.state.update(rudc.state.withoutLostFile({ ...state, indicator }, { silent: true }), { replace: true });
    rudc.view.show(rudc.state.get(), state);
  }

  /** The values for a state in a region that they have not been asked for yet. */
  async function valuesFor(state) {
    if (!loaded) throw Object.assign(explained(text("own_file.gone")), { final: true });
    if (!regions.has(state.region)) {
      const asked = ask(loaded, state.region).then(({ values }) => values);
      asked.catch(() => regions.delete(state.region));
      regions.set(state.region, asked);
    }
    const values = await regions.get(state.region);
    return values.find(({ indicator, level, period }) => indicator === state.indicator && level === state.level && period === state.period);
  }

  function remove() {
    reading += 1;
    loaded = null;
    last = null;
    regions = new Map();
    put({ themes: [], indicators: [], sources: {} }, rudc.page.state.indicator);
    parts.report.replaceChildren();
    parts.input.value = "";
    say(text("own_file.removed"));
    parts.input.focus();
  }

  /* --- the dialog --------------------------------------------------------------------------------- */

  function open() {
    parts = parts || build();
    parts.dialog.showModal();
    parts.input.focus();
  }

  function build() {
    const title = h("h2", { id: "own-file-title" }, text("own_file.title"));
    const input = h("input", { type: "file", accept: ".csv,.xlsx", onchange: (event) => pick(event.target.files) });
    const drop = h("label", { class: "drop" }, input, h("span", { class: "like-button" }, text("own_file.choose")), h("span", { class: "drag" }, text("own_file.drop")));
    const status = h("p", { class: "status", role: "status" });
    const report = h("div", {});
    const dialog = h("dialog", { class: "own-file", "aria-labelledby": "own-file-title" },
      h("div", { class: "own-file-head" }, title, h("button", { type: "button", class: "icon", "aria-label": text("close"), onclick: () => dialog.close() }, "×")),
      h("div", { class: "own-file-body", tabindex: "-1" },
        h("p", {}, text("own_file.intro")), h("p", { class: "privacy" }, text("own_file.privacy")), drop, choicesRow(), status, report));
    dialog.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
    dialog.addEventListener("dragleave", (event) => event.target === dialog && drop.classList.remove("over"));
    dialog.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      pick(event.dataTransfer.files);
    });
    document.body.append(dialog);
    return { dialog, input, status, report };
  }

  function pick(files) {
    if (!files.length) return undefined;
    if (files.length > 1) return say(text("own_file.one"), true);
    return read(files[0]);
  }

  function choicesRow() {
    const smallest = h("input", { type: "number", min: 0, max: 1000, step: 1, value: choices.smallest, onchange: changeSmallest });
    const decimal = h("select", { onchange: (event) => change({ decimal: event.target.value }) },
      [["", "auto"], ["komma", "komma"], ["punt", "punt"]].map(([value, name]) => h("option", { value }, text(`own_file.decimal.${name}`))));
    return h("div", { class: "file-choices" },
      h("label", { class: "inline-field" }, h("span", {}, text("own_file.smallest")), smallest),
      h("label", { class: "inline-field" }, h("span", {}, text("own_file.decimal")), decimal));
  }

  function changeSmallest({ target }) {
    const smallest = Number(target.value);
    const fine = target.value !== "" && Number.isInteger(smallest) && smallest >= 0 && smallest <= 1000;
    target.setAttribute("aria-invalid", String(!fine));
    if (fine) change({ smallest });
    else say(text("own_file.smallest_wrong"), true);
  }

  /** Read the file again, in another way. */
  function change(changes) {
    choices = { ...choices, ...changes };
    if (last) read(last);
  }

  function say(message, wrong = false) {
    parts.status.textContent = message;
    parts.status.classList.toggle("wrong", wrong);
  }

  /* --- what was understood ------------------------------------------------------------------------- */

  function report({ understood, indicators, notShown }) {
    const shown = new Set(indicators.map(({ id }) => id));
    parts.report.replaceChildren(...[
      h("h3", {}, text("own_file.figures")),
      h("ul", { class: "file-figures" }, understood.figures.filter(({ id }) => shown.has(id)).map(figureRow)),
      notShown.length ? h("p", { class: "hint" }, text("own_file.not_shown", { names: notShown.join(", ") })) : null,
      computable(understood.computable),
      h("h3", {}, text("own_file.understood")),
      h("dl", { class: "file-facts" }, facts(understood).map(([term, said]) => [h("dt", {}, term), h("dd", {}, said)])),
      leftOut(understood.leftOut),
      h("div", { class: "panel-tools" }, h("button", { type: "button", class: "small", onclick: remove }, text("own_file.remove"))),
    ].filter(Boolean));
  }

  function figureRow({ id, name, count, isGroup, hasGroup, heldBack }) {
    const said = [
      text(count ? "own_file.figure.count" : "own_file.figure.mean"),
      isGroup ? text("own_file.figure.group") : null,
      heldBack ? text("own_file.figure.held", { n: number(heldBack) }) : null,
      hasGroup ? null : text("own_file.figure.no_group"),
    ];
    return h("li", {},
      h("div", {}, h("strong", {}, name), h("small", {}, said.filter(Boolean).join("; "))),
      h("button", { type: "button", class: "small primary", "data-figure": id, "aria-label": `${text("own_file.show")}: ${name}`, onclick: () => show(id) }, text("own_file.show")));
  }

  function show(indicator) {
    parts.dialog.close();
    rudc.controls.showSheet("map");
    rudc.state.update({ indicator });
  }

  function facts({ format, rows, area, kind, taken, periods, periodFrom, decimal, unused }) {
    const levels = Object.entries(taken).filter(([, n]) => n).map(([level, n]) => `${number(n)} × ${text(`level.${level}`)}`);
    return [
      [text("own_file.line.file"), text("own_file.line.rows", { format, n: number(rows) })],
      [text("own_file.line.area"), kind === "postcode" ? `${area}. ${text("own_file.line.postcode")}` : area],
      [text("own_file.line.taken"), levels.join(", ")],
      [text("own_file.line.period"), periodFrom.startsWith(periods[0]) ? periodFrom : `${periods.join(", ")}: ${periodFrom}`],
      decimal ? [text("own_file.line.decimal"), text(`own_file.line.decimal.${decimal}`)] : null,
      unused.length ? [text("own_file.line.unused"), unused.join(", ")] : null,
    ].filter(Boolean);
  }

  function leftOut({ n, rows }) {
    if (!n) return h("p", { class: "help" }, text("own_file.left_out.none"));
    const head = ["row", "cell", "reason"].map((key) => h("th", { scope: "col" }, text(`own_file.left_out.${key}`)));
    return h("details", { class: "mind" }, h("summary", {}, text("own_file.left_out", { n: number(n) })),
      n > rows.length ? h("p", { class: "help" }, text("own_file.left_out.first", { n: number(rows.length) })) : null,
      h("div", { class: "table-wrap tall", tabindex: "0", role: "region", "aria-label": text("own_file.left_out", { n: number(n) }) }, h("table", { class: "data" },
        h("thead", {}, h("tr", {}, head)),
        h("tbody", {}, rows.map(([row, cell, reason]) => h("tr", {}, h("th", { scope: "row" }, number(row)), h("td", {}, cell), h("td", {}, reason)))))));
  }

  function computable(found) {
    if (!found.length) return null;
    return h("details", { class: "mind" }, h("summary", {}, text("own_file.computable", { n: number(found.length) })),
      h("ul", { class: "explained" }, found.map(([figure, area, period, whole]) => h("li", {}, text("own_file.computable.line", { figure, area, period, whole })))));
  }

  return { open, valuesFor };
})();
