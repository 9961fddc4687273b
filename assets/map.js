/* The map: what dash-leaflet's components call, and hover, selection and zoom. */
window.rudc = window.rudc || {};

rudc.map = (function () {
  "use strict";

  const LEVELS = { BU: "buurt", WK: "wijk", GM: "gemeente", PV: "provincie", NL: "land" };
  const waiting = [];
  let map = null;
  let level = null;
  let coverage = null; // the areas of the level that is loaded
  let hovered = null;
  let selected = [];

  /* --- called by dash-leaflet -------------------------------------------------------------------
   * dl.GeoJSON fetches the files, and asks of each feature whether to make a Leaflet layer of it.
   * The answer is no: the canvases draw them.
   */

  const takeArea = collector((features) => {
    coverage = rudc.coverage.areasOf(features);
    level = LEVELS[features[0].properties.id.slice(0, 2)];
    hovered = null;
    rudc.canvas.setAreas(coverage.areas);
    for (const resolve of waiting.splice(0)) resolve();
    drawMarks();
  });

  const takeBorder = collector((features) => {
    const isName = ({ geometry }) => geometry.type === "Point";
    rudc.canvas.setBorders(
      features.filter((f) => !isName(f)).map((f) => ({ kind: f.properties.id, ...rudc.coverage.shapeOf(f.geometry) })),
      features.filter(isName).map(({ properties, geometry }) => ({
        name: properties.name,
        latlng: L.latLng(geometry.coordinates[1], geometry.coordinates[0]),
      })),
    );
  });

  /** A filter that keeps all features of a file away from Leaflet and hands them over together. */
  function collector(done) {
    let features = null;
    return (feature, context) => {
      adopt(context.map);
      if (!features) {
        features = [];
        queueMicrotask(() => {
          const all = features;
          features = null;
          done(all);
        });
      }
      features.push(feature);
      return false;
    };
  }

  /* --- the map itself ----------------------------------------------------------------------- */

  function adopt(leafletMap) {
    if (map) return;
    map = leafletMap;
    rudc.canvas.addTo(map);
    map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    map.attributionControl.addAttribution(rudc.page.attribution);
    map.on("mousemove", pointed);
    map.on("mouseout", () => hover(null));
    map.on("click", clicked);
    map.on("moveend", () => {
      const { lat, lng } = map.getCenter();
      rudc.state.moved({ lat, lon: lng, zoom: map.getZoom() });
    });
    const container = map.getContainer();
    new ResizeObserver(followSize).observe(container);
    container.setAttribute("aria-label", rudc.format.text("map.label"));
    container.setAttribute("role", "application");
    container.addEventListener("keydown", onKey);
    container.addEventListener("blur", () => hover(null));
    map.on("moveend", () => {
      if (container.matches(":focus-visible")) sayCentre();
    });
    map.on("layeradd", ({ layer }) => {
      if (layer instanceof L.TileLayer) layer.once("tileload", rudc.canvas.showBackdrop);
    });
    map.on("dragstart zoomstart", () => rudc.tooltip.hide());
  }

  /** Leaflet measures its container once; here it may still change when the page is put together. */
  function followSize() {
    const { clientWidth, clientHeight } = map.getContainer();
    const { x, y } = map.getSize();
    if (clientWidth === x && clientHeight === y) return;
    const untouched = !rudc.state.get().viewport;
    map.invalidateSize({ animate: false });
    if (untouched) fitRegion(rudc.state.get().region, false);
  }

  /** With the keyboard: Enter picks the area under the cross in the middle of the map. */
  function onKey(event) {
    if (event.target !== map.getContainer()) return;
    if (event.key === "Enter" || event.key === " ") {
      const code = areaAt(map.getCenter());
      if (code) rudc.selection.pick(code, event.ctrlKey || event.shiftKey || event.metaKey);
      event.preventDefault();
    }
  }

  function sayCentre() {
    const code = areaAt(map.getCenter());
    hover(code, { silent: false });
  }

  function pointed({ latlng, originalEvent }) {
    const code = areaAt(latlng);
    hover(code);
    map.getContainer().classList.toggle("over-area", code !== null);
    if (code) rudc.tooltip.follow(originalEvent);
  }

  function clicked({ latlng, originalEvent }) {
    const code = areaAt(latlng);
    const { ctrlKey, metaKey, shiftKey } = originalEvent;
    if (code) rudc.selection.pick(code, ctrlKey || metaKey || shiftKey);
  }

  /** The code of the area that holds a point, null where none does. */
  const areaAt = ({ lng, lat }) => (coverage ? coverage.codeAt(lng, lat) : null);

  /** Resolves when the geometry of a level has been loaded; loads it where it has not. */
  function showLevel(wanted) {
    if (level === wanted) return null;
    if (level !== null && level !== wanted) {
      level = null;
      dash_clientside.set_props("areas", { url: rudc.data.geometryUrl(wanted) });
    }
    return new Promise((resolve) => waiting.push(resolve));
  }

  /* --- hover and selection ------------------------------------------------------------------ */

  /** Mark one area as hovered, wherever the pointer is: on the map or on a chart. */
  function hover(code, { silent = true } = {}) {
    if (code === hovered) return;
    hovered = code;
    drawMarks();
    document.dispatchEvent(new CustomEvent("rudc:hover", { detail: { code, silent } }));
  }

  function select(codes) {
    selected = codes;
    drawMarks();
  }

  function drawMarks() {
    const marks = [];
    selected.forEach((code, i) => {
      const shape = coverage && coverage.get(code);
      if (shape) marks.push({ shape, colour: rudc.page.selection[i], width: 3, label: String(i + 1) });
    });
    const shape = hovered && coverage && coverage.get(hovered);
    if (shape) marks.push({ shape, colour: "#111827", width: 2 });
    rudc.canvas.showMarks(marks);
  }

  /** Bring areas into view; those of a level that is not shown are passed over. */
  function zoomTo(codes) {
    const shapes = codes.map((code) => coverage && coverage.get(code)).filter(Boolean);
    if (!shapes.length) return;
    map.fitBounds(rudc.coverage.boundsOf(shapes).pad(0.6), { maxZoom: 14, animate: animated() });
  }

  /** Fill the map with a region, clear of the legend and the buttons. */
  function fitRegion(region, animate = animated()) {
    if (!map) return;
    map.fitBounds(rudc.page.region(region).bounds, { ...rudc.page.fit, animate });
  }

  function goTo({ lat, lon, zoom }) {
    if (map) map.setView([lat, lon], zoom, { animate: animated() });
  }

  const animated = () => !window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  return {
    takeArea,
    takeBorder,
    showLevel,
    areaAt,
    hover,
    select,
    zoomTo,
    fitRegion,
    goTo,
    has: (code) => Boolean(coverage && coverage.has(code)),
    hovered: () => hovered,
    leaflet: () => map,
    pointInside: (code) => rudc.coverage.centreOf(coverage.get(code)),
  };
})();
