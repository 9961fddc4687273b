/* The files behind the map: fetched once, kept for the life of the page. */
window.rudc = window.rudc || {};

rudc.data = (function () {
  "use strict";

  const values = new Map();
  let areas = null;

  const base = () => `/d/${rudc.page.version}`;
  const geometryUrl = (level) => `${base()}/geometry/${level}.json`;
  const bordersUrl = () => `${base()}/borders.json`;
  const valuesUrl = ({ region, indicator, level, period }) =>
    `${base()}/values/${region}/${indicator}/${level}/${period}.json`;

  /** The values for a state: at once where they are known, else a promise of them. */
  function valuesFor(state) {
    const url = valuesUrl(state);
    if (!values.has(url)) {
      const loading = fetchJson(url).then(
        (payload) => {
          values.set(url, payload);
          return payload;
        },
        (error) => {
          values.delete(url);
          throw error;
        },
      );
      values.set(url, loading);
    }
    return values.get(url);
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
    const provinces = new Map(levels.gemeente.codes.map((code, i) => [code, levels.gemeente.provincies[i]]));
    const gemeenteOf = (code) =>
      /^(BU|WK|GM)/.test(code) ? `GM${code.slice(2, 6)}` : null;
    const table = {
      levels,
      find: (code) => byCode.get(code),
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
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.json();
  }

  return { geometryUrl, bordersUrl, valuesFor, allPeriods, loadAreas };
})();
