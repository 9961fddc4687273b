// Marks "choropleth-painted" for Plotly, whose map is drawn by MapLibre.
// A figure's GeoJSON goes to MapLibre ("sourcedata" of type "content"), which cuts it into tiles in
// a worker. The areas are on the screen with the first "render" event after that (sent at the end of
// the frame that drew) at which style, source and tiles are loaded; the mark is set in the animation
// frame after that one. `plotly_afterplot` and MapLibre's "idle" come a little later: at this mark
// the pixels of the canvas are already those of the finished map, so waiting for either would only
// make Plotly look slower than it is.
(() => {
  const attach = (map) => {
    let fresh = true;
    map.on("sourcedata", ({ sourceDataType }) => {
      if (sourceDataType === "content") fresh = true;
    });
    map.on("render", () => {
      if (!fresh || !ready(map)) return;
      fresh = false;
      requestAnimationFrame(() => performance.mark("choropleth-painted"));
    });
    if (map.loaded()) map.triggerRepaint();
  };
  const ready = (map) => {
    if (!map.isStyleLoaded() || !map.areTilesLoaded()) return false;
    const { layers, sources } = map.getStyle();
    return layers.some(({ type }) => type === "fill") && Object.keys(sources).every((id) => map.isSourceLoaded(id));
  };
  const look = () => {
    const map = document.querySelector(".js-plotly-plot")?._fullLayout?.map?._subplot?.map;
    if (map) attach(map);
    else requestAnimationFrame(look);
  };
  look();
  window.benchSwitch = (id) => window.dash_clientside.set_props("indicator", { value: id });
})();
