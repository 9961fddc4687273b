// One canvas, one layer per area, setStyle at each switch: nothing that could be left out.
(async () => {
  const [geometry, settings, first] = await pending;
  const map = L.map("map", { center: settings.centre, zoom: settings.zoom, zoomSnap: 0, renderer: L.canvas() });
  const cache = { aandeel_65plus: first };
  const colour = ({ values, breaks }, i) => {
    const value = values[i];
    if (value === null) return settings.missing;
    let step = 0;
    while (step < breaks.length && value >= breaks[step]) step += 1;
    return settings.colours[step];
  };

  let next = 0;
  const areas = L.geoJSON(geometry, {
    style: () => {
      window.benchStyled();
      return { ...settings.shape, fillColor: colour(first, next++) };
    },
  }).addTo(map).getLayers();

  window.benchSwitch = async (id) => {
    const figures = (cache[id] ??= await get(`/values/${id}.json`));
    areas.forEach((area, i) => {
      window.benchStyled();
      area.setStyle({ fillColor: colour(figures, i) });
    });
  };
})();
