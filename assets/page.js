/* What the server wrote into the page: the first state, the catalogue, the texts. */
window.rudc = window.rudc || {};

rudc.page = (function () {
  "use strict";

  const page = JSON.parse(document.getElementById("rudc-page").textContent);
  const indicators = new Map(page.indicators.map((indicator) => [indicator.id, indicator]));
  const regions = new Map(page.regions.map((region) => [region.id, region]));

  const OF_FILE = "own_dit-bestand_"; // is_looked_at in rudc_map/model.py
  const FILE_THEME = "eigen_bestand"; // LOOK_LAYER in rudc_map/indicators/own_layer.py

  /** Whether an indicator, or an address that names one, is of the file that is in this window only. */
  const isOfFile = (words) => words.includes(OF_FILE);

  /** Have the figures of a file among the others, its theme first, in the place of an earlier file. */
  function putFile({ themes, indicators: figures, sources }) {
    keep(page.themes, ({ id }) => id !== FILE_THEME);
    keep(page.indicators, ({ id }) => !isOfFile(id));
    for (const id of [...indicators.keys()].filter(isOfFile)) indicators.delete(id);
    page.themes.unshift(...themes);
    page.indicators.push(...figures);
    for (const figure of figures) indicators.set(figure.id, figure);
    Object.assign(page.sources, sources);
  }

  /** Colours are for a scheme, light or dark (assets/look.js). */
  const inScheme = (name) => (rudc.look.dark() ? page.dark : page)[name];

  const keep = (list, wanted) => list.splice(0, list.length, ...list.filter(wanted));

  return {
    ...page,
    get palettes() {
      return inScheme("palettes");
    },
    get diverging() {
      return inScheme("diverging");
    },
    get selection() {
      return inScheme("selection");
    },
    get bivariate() {
      return inScheme("bivariate");
    },
    get clusters() {
      return inScheme("clusters");
    },
    isOfFile,
    putFile,
    indicator: (id) => indicators.get(id),
    region: (id) => regions.get(id),
    addRegion: (region) => regions.set(region.id, region),
  };
})();
