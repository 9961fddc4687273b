/* The files behind the map: fetched once, kept for the life of the page. */
window.rudc = window.rudc || {};

rudc.data = (function () {
  "use strict";

  const OWN = "EIGEN"; // stands for the area that the user drew, where others stand by their code

  const values = new Map();
  const derived = new Map();
  const coverages = new Map();
  const DETAILED = ["buurt", "wijk"]; // levels whose names come in a file of their own
  const LEVEL_OF = { BU: "buurt", WK: "wijk", GM: "gemeente", PV: "provincie", NL: "land" };
  const levelOf = (code) => LEVEL_OF[code.slice(0, 2)];

  const base = () => `/d/${rudc.page.version}`;
  const geometryUrl = (level) => `${base()}/geometry/${level}.json`;
  const bordersUrl = () => `${base()}/borders.json`;
  const valuesUrl = ({ region, indicator, level, period }) =>
    `${base()}/values/${region}/${indicator}/${level}/${period}.json`;

  /**
   * The values for a state: at once where they are known, else a promise of them. Where areas are
   * compared with others than the ones they lie in, those come along as `references.special`.
   */
  function valuesFor(state) {
    const make = rudc.page.isOfFile(state.indicator) ? () => rudc.ownFile.valuesFor(state) : fetchJson;
    const plain = once(values, valuesUrl(state), make);
    const kind = rudc.state.referenceKind(state.reference);
    if (kind !== "gebieden" && kind !== "vergelijkbaar") return plain;
    const url = fileUrl("reference", state, ["regio", "indicator", "niveau", "periode", "referentie", "lijkt"]);
    return once(derived, `${valuesUrl(state)} ${url}`, async () => {
      const [payload, special] = await Promise.all([plain, file(url)]);
      return { ...payload, references: { ...payload.references, special } };
    });
  }

  /* --- areas as they are drawn ------------------------------------------------------------------- */

  /** All areas of a level: at once where they are known, else a promise of them. */
  const wholeLevel = (level) => once(coverages, geometryUrl(level), async (url) => {
    const file = await fetchJson(url);
    return rudc.coverage.create(file.codes, rudc.coverage.read(file));
  });

  /**
   * The areas for a state. Where the level follows the zoom, buurten come by gemeente, those in
   * `views` (boxes, in degrees); the same coverage then gets more areas as the map is moved.
   */
  function coverageFor(state, views) {
    const whole = coverages.get(geometryUrl(state.level));
    const inPieces = state.auto && state.level === "buurt" && (!whole || whole instanceof Promise);
    return inPieces ? piecesIn(views) : wholeLevel(state.level);
  }

  async function piecesIn(views) {
    const areas = await loadAreas(["buurt"]);
    const wanted = areas.gemeentenWithBuurten().filter((code) => views.some((view) => rudc.coverage.meets({ box: areas.boxOf(code) }, view)));
    await Promise.all(wanted.map(buurtenOf));
    return buurten(areas);
  }

  const buurten = (areas) => (areas.buurten = areas.buurten || rudc.coverage.create(areas.levels.buurt.codes));

  /** The buurten of one gemeente, also added to what is drawn of them all. */
  const buurtenOf = (gemeente) => once(coverages, `${base()}/geometry/buurt/${gemeente}.json`, async (url) => {
    const [file, areas] = await Promise.all([fetchJson(url), loadAreas(["buurt"])]);
    const found = rudc.coverage.read(file);
    buurten(areas).add(found);
    return rudc.coverage.create(file.codes, found);
  });

  /** The outline of any area, loaded where it is not there yet. */
  async function shapeOf(code) {
    const gemeente = `GM${code.slice(2, 6)}`;
    return (await (levelOf(code) === "buurt" ? buurtenOf(gemeente) : wholeLevel(levelOf(code)))).get(code);
  }

  /** The outline of an area where any level that has been loaded has it. */
  function knownShape(code) {
    for (const coverage of coverages.values()) {
      if (!(coverage instanceof Promise) && coverage.has(code)) return coverage.get(code);
    }
    return undefined;
  }

  /** The code of the buurt that contains a point, whatever level the map shows; null where none does. */
  async function buurtAt(lon, lat) {
    const gemeente = (await wholeLevel("gemeente")).codeAt(lon, lat);
    return gemeente && (await buurtenOf(gemeente)).codeAt(lon, lat);
  }

  /** What `make(key)` promises, made once; at once where it is there already. */
  function once(known, key, make) {
    if (!known.has(key)) {
      const loading = make(key).then(
        (found) => {
          known.set(key, found);
          return found;
        },
        (error) => {
          known.delete(key);
          throw error;
        },
      );
      known.set(key, loading);
    }
    return known.get(key);
  }

  const file = (url) => (rudc.page.isOfFile(url) ? Promise.reject(notOfFile()) : Promise.resolve(once(derived, url, fetchJson)));

  /** What the server computes, it cannot compute of a file that it has not kept. */
  const notOfFile = () => Object.assign(new Error("a file of this window"), { explanation: rudc.format.text("own_file.no_service"), final: true });

  /** Forget the values of the file that is in this window only. */
  function dropFile() {
    for (const url of [...values.keys()].filter(rudc.page.isOfFile)) values.delete(url);
  }

  /** The address of a file that is computed for a state, from the parameters it depends on. */
  function fileUrl(name, state, parameters) {
    const all = new URLSearchParams(rudc.state.query(state));
    const used = parameters.filter((key) => all.get(key)).map((key) => `${key}=${rudc.state.encoded(all.get(key))}`);
    return `${base()}/${name}.json?${used.join("&")}`;
  }

  /** A file that is computed for a state: intervals, similar areas, clusters ... */
  const computed = (name, state, parameters, extra = "") => file(fileUrl(name, state, parameters) + extra);

  /** The 95% intervals of the values, null where the indicator has none. */
  function intervalsFor(state) {
    if (!rudc.page.indicator(state.indicator).interval) return Promise.resolve(null);
    return computed("intervals", state, ["indicator", "niveau", "periode"]);
  }

  /** The own area's figures for a state, null without one. */
  function ownFor(state) {
    return state.own ? computed("own", state, ["eigen", "niveau", "indicator"]) : Promise.resolve(null);
  }

  /** The values of every period of the state's indicator, in order. */
  function allPeriods(state) {
    const periods = rudc.page.indicator(state.indicator).periods;
    return Promise.all(periods.map((period) => valuesFor({ ...state, period })));
  }

  /* --- names ---------------------------------------------------------------------------------------- */

  let table = null; // of all that has been loaded
  const files = new Map();

  /** Names and codes of the areas of some levels beside those of gemeenten and what is larger. */
  async function loadAreas(levels = DETAILED) {
    table = table || emptyTable();
    const wanted = [`${base()}/areas.json`, ...DETAILED.filter((level) => levels.includes(level)).map((level) => `${base()}/areas/${level}.json`)];
    await Promise.all(wanted.map((url) => once(files, url, async () => table.add(await fetchJson(url)) || true)));
    return table;
  }

  /** The names that a state needs: of its level, and of all areas that it names. */
  function areasFor(state) {
    const { reference } = state;
    const named = rudc.state.referenceKind(reference) === "gebieden" ? reference.split(",") : [];
    return loadAreas([state.level, ...[...state.areas, ...named].map(levelOf)]);
  }

  function emptyTable() {
    const byCode = new Map([[OWN, { code: OWN, index: -1, level: "eigen", name: rudc.format.text("own_area.name") }]]);
    const provinces = new Map();
    const boxes = new Map();
    const levels = {};
    let withBuurten = null;
    const gemeenteOf = (code) => (/^(BU|WK|GM)/.test(code) ? `GM${code.slice(2, 6)}` : null);
    const shown = {
      levels,
      add: (more) => {
        for (const [level, part] of Object.entries(more)) {
          levels[level] = part;
          part.codes.forEach((code, index) => byCode.set(code, { code, index, level, name: part.names[index] }));
          (part.provincies || []).forEach((province, i) => provinces.set(part.codes[i], province));
          (part.boxes || []).forEach((box, i) => boxes.set(part.codes[i], box));
        }
      },
      find: (code) => byCode.get(code),
      all: () => [...byCode.values()].filter(({ code }) => code !== OWN),
      name: (code) => (byCode.get(code) || { name: code }).name,
      gemeenteOf,
      provinceOf: (code) => (code.startsWith("PV") ? code : provinces.get(gemeenteOf(code)) || null),
      /** The corners of a gemeente: west, south, east, north [degrees]. */
      boxOf: (gemeente) => boxes.get(gemeente),
      gemeentenIn: (province) => levels.gemeente.codes.filter((code) => provinces.get(code) === province),
      /** Whether the data have the areas of a level in all of some gemeenten; [] is the country. */
      hasAll: (level, gemeenten) => {
        if (!["buurt", "wijk"].includes(level)) return true;
        const part = levels[level];
        part.gemeenten = part.gemeenten || new Set(part.codes.map(gemeenteOf));
        return (gemeenten.length ? gemeenten : levels.gemeente.codes).every((code) => part.gemeenten.has(code));
      },
      gemeentenWithBuurten: () => (withBuurten = withBuurten || [...new Set(levels.buurt.codes.map(gemeenteOf))]),
      /** Name with the gemeente, for a buurt or wijk. */
      fullName: (code) => {
        const own = shown.name(code);
        return /^(BU|WK)/.test(code) ? `${own} (${shown.name(gemeenteOf(code))})` : own;
      },
    };
    return shown;
  }

  async function fetchJson(url) {
    const response = await fetch(url);
    if (response.ok) return response.json();
    const answer = await response.json().catch(() => ({}));
    const error = new Error(`${url}: ${response.status}`);
    error.explanation = answer[rudc.page.lang === "en" ? "error" : "fout"] || null;
    throw error;
  }

  return { OWN, dropFile, levelOf, coverageFor, shapeOf, knownShape, buurtAt, areasFor, loadBorders: () => file(bordersUrl()), bordersUrl, valuesFor, intervalsFor, ownFor, computed, allPeriods, loadAreas };
})();
