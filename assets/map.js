/* The map: what dash-leaflet's components call, and hover, selection and zoom. */
window.rudc = window.rudc || {};

rudc.map = (function () {
  "use strict";

  const layers = new Map(); // code -> Leaflet layer, of the level that is loaded
  const waiting = [];
  let map = null;
  let level = null;
  let registering = false;
  let hovered = null;
  let selected = [];

  /* --- called by dash-leaflet ------------------------------------------------------------- */

  const pathOptions = { noClip: true, smoothFactor: 0, fill: true, stroke: true };

  function areaStyle(feature, context) {
    adopt(context.map);
    return { ...pathOptions, renderer: rudc.canvas.areaRenderer() };
  }

  function borderStyle(feature, context) {
    adopt(context.map);
    return { ...pathOptions, fill: false, interactive: false, renderer: rudc.canvas.lineRenderer() };
  }

  /** Called for each area as it is made; the layers of the level before are gone by then. */
  function registerArea(feature, layer) {
    if (!registering) {
      registering = true;
      layers.clear();
      queueMicrotask(allRegistered);
    }
    layer.rudcIndex = layers.size;
    layers.set(feature.properties.id, layer);
  }

  function allRegistered() {
    registering = false;
    const [first] = layers.keys();
    level = { BU: "buurt", WK: "wijk", GM: "gemeente", PV: "provincie", NL: "land" }[first.slice(0, 2)];
    hovered = null;
    for (const resolve of waiting.splice(0)) resolve();
    drawMarks();
  }

  /** The points of the borders file are the names of gemeenten; the canvas draws them. */
  function registerName(feature, latlng) {
    rudc.canvas.names.push({ name: feature.properties.name, latlng });
    return L.layerGroup();
  }

  const handlers = {
    mouseover: (event) => hover(codeOf(event)),
    mousemove: (event) => rudc.tooltip.follow(event.originalEvent),
    mouseout: () => hover(null),
    click: (event) => {
      L.DomEvent.stopPropagation(event);
      const { ctrlKey, metaKey, shiftKey } = event.originalEvent;
      rudc.selection.pick(codeOf(event), ctrlKey || metaKey || shiftKey);
    },
  };

  const codeOf = (event) => (event.propagatedFrom || event.layer).feature.properties.id;

  /* --- the map itself ----------------------------------------------------------------------- */

  function adopt(leafletMap) {
    if (map) return;
    map = leafletMap;
    map.createPane("rudc-lines").style.cssText = "z-index:440;pointer-events:none";
    map.createPane("rudc-overlay").style.cssText = "z-index:450;pointer-events:none";
    rudc.canvas.overlay().addTo(map);
    map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    map.attributionControl.addAttribution(rudc.page.attribution);
    map.on("moveend zoomend viewreset", () => requestAnimationFrame(drawMarks));
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

  /** The code of the area that holds a point, null where none does. */
  function areaAt(latlng) {
    for (const [code, layer] of layers) {
      if (layer.getBounds().contains(latlng) &&
        rudc.geometry.contains(layer.feature.geometry, latlng.lng, latlng.lat)) return code;
    }
    return null;
  }

  /** Resolves when the geometry of a level has been loaded; loads it where it has not. */
  function showLevel(wanted) {
    if (level === wanted && !registering) return null;
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
      const layer = layers.get(code);
      if (layer && layer._rings) {
        const colour = rudc.page.selection[i];
        marks.push({ layer, colour, width: 3, label: String(i + 1) });
      }
    });
    const layer = hovered && layers.get(hovered);
    if (layer && layer._rings) marks.push({ layer, colour: "#111827", width: 2 });
    rudc.canvas.overlay().show(marks);
  }

  /** Bring areas into view; those of a level that is not shown are passed over. */
  function zoomTo(codes) {
    const shown = codes.map((code) => layers.get(code)).filter(Boolean);
    if (!shown.length) return;
    const bounds = shown.reduce((all, layer) => all.extend(layer.getBounds()), L.latLngBounds([]));
    map.fitBounds(bounds.pad(0.6), { maxZoom: 14, animate: animated() });
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
    areaStyle,
    borderStyle,
    registerArea,
    registerName,
    handlers,
    showLevel,
    areaAt,
    hover,
    select,
    zoomTo,
    fitRegion,
    goTo,
    has: (code) => layers.has(code),
    hovered: () => hovered,
    leaflet: () => map,
  };
})();
