/* The files behind the map: fetched once, kept for the life of the page. */
window.rudc = window.rudc || {};

rudc.data = (function () {
  "use strict";

  const OWN = "EIGEN"; // stands for the area that the user drew, where others stand by their code

  const values = new Map();
  const derived = new Map();
  const coverages = new Map();
  let areas = null;

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

  /** The areas of a level as they are drawn: at once where they are known, else a promise of them. */
  const coverageFor = (level) =>
    once(coverages, geometryUrl(level), async (url) => rudc.coverage.areasOf((await fetchJson(url)).features));

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

  /** Names and codes of all areas, indexed. */
  function loadAreas() {
    areas = areas || fetchJson(`${base()}/areas.json`).then(indexed);
    return areas;
  }

  function indexed(levels) {
    const byCode = new Map();
    for (const [level, table] of Object.entries(levels)) {
      table.codes.forEach((code, index) => {
        byCode.set(code, { code, index, level, name: table.names[index] });
      });
    }
    byCode.set(OWN, { code: OWN, index: -1, level: "eigen", name: rudc.format.text("own_area.name") });
    const provinces = new Map(levels.gemeente.codes.map((code, i) => [code, levels.gemeente.provincies[i]]));
    const gemeenteOf = (code) =>
      /^(BU|WK|GM)/.test(code) ? `GM${code.slice(2, 6)}` : null;
    const table = {
      levels,
      find: (code) => byCode.get(code),
      all: () => [...byCode.values()].filter(({ code }) => code !== OWN),
      name: (code) => (byCode.get(code) || { name: code }).name,
      gemeenteOf,
      provinceOf: (code) => (code.startsWith("PV") ? code : provinces.get(gemeenteOf(code)) || null),
      /** Name with the gemeente, for a buurt or wijk. */
      fullName: (code) => {
        const own = table.name(code);
        return /^(BU|WK)/.test(code) ? `${own} (${table.name(gemeenteOf(code))})` : own;
      },
    };
    return table;
  }

  async function fetchJson(url) {
    const response = await fetch(url);
    if (response.ok) return response.json();
    const answer = await response.json().catch(() => ({}));
    const error = new Error(`${url}: ${response.status}`);
    error.explanation = answer[rudc.page.lang === "en" ? "error" : "fout"] || null;
    throw error;
  }

  return { OWN, dropFile, coverageFor, loadBorders: () => file(bordersUrl()), bordersUrl, valuesFor, intervalsFor, ownFor, computed, allPeriods, loadAreas };
})();
