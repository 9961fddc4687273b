/* What the server wrote into the page: the first state, the catalogue, the texts. */
window.rudc = window.rudc || {};

rudc.page = (function () {
  "use strict";

  const page = JSON.parse(document.getElementById("rudc-page").textContent);
  const indicators = new Map(page.indicators.map((indicator) => [indicator.id, indicator]));
  const regions = new Map(page.regions.map((region) => [region.id, region]));
  return {
    ...page,
    indicator: (id) => indicators.get(id),
    region: (id) => regions.get(id),
    addRegion: (region) => regions.set(region.id, region),
  };
})();
