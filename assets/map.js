/* The map that dash-leaflet makes: the areas on it, hover, selection and zoom. */
window.rudc = window.rudc || {};

rudc.map = (function () {
  "use strict";

  const CLOSEST = 14; // the zoom at which an area is shown that was chosen from a list
  let map = null;
  let coverage = null; // the areas of the level that is shown
  let borders = null; // the features of borders and names, ready to draw
  let hovered = null;
  let selected = [];
  let own = null; // the shape of the own area
  let picking = pick; // what a click on the map does
  let fitting = false; // while the map is being fitted to the region
  let fitted = null; // where the map was when it was last fitted to the region
  const screens = []; // every map that shows the areas: {map, canvas}

  /* --- what is on it ------------------------------------------------------------------------ */

  /** Show the areas of a level; they are drawn when they are painted. */
  function setAreas(next) {
    if (coverage === next) return;
    coverage = next;
    hovered = null;
    for (const { canvas } of screens) canvas.setAreas(coverage.areas);
  }

  /** Show the borders and names in a collection of GeoJSON features. */
  function setBorders({ features }) {
    const isName = ({ geometry }) => geometry.type === "Point";
    borders = [
      features.filter((f) => !isName(f)).map((f) => ({ kind: f.properties.id, ...rudc.coverage.shapeOf(f.geometry) })),
      features.filter(isName).map(({ properties, geometry }) => ({
        code: properties.id,
        name: properties.name,
        latlng: L.latLng(geometry.coordinates[1], geometry.coordinates[0]),
      })),
    ];
    for (const { canvas } of screens) canvas.setBorders(...borders);
  }

  /* --- the map itself ----------------------------------------------------------------------- */

  let found = null;
  const made = new Promise((resolve) => {
    found = resolve;
  });

  /** Called once Leaflet is there (templates/page.html): its first map is the one of the page. */
  function awaitLeaflet() {
    L.Map.addInitHook(function () {
      this.whenReady(() => found(this));
    });
  }

  function adopt(leafletMap) {
    map = leafletMap;
    join(map, rudc.canvas);
    map.on("moveend", () => {
      const { lat, lng } = map.getCenter();
      if (fitting) fitted = viewpoint();
      rudc.state.moved(fitting ? null : { lat, lon: lng, zoom: map.getZoom() });
      fitting = false;
      rudc.levels.moved();
    });
    new ResizeObserver(followSize).observe(map.getContainer());
  }

  /** Show the areas on a Leaflet map too, linked with the others. */
  function join(leafletMap, canvas) {
    canvas.addTo(leafletMap);
    screens.push({ map: leafletMap, canvas });
    if (coverage) canvas.setAreas(coverage.areas);
    if (borders) canvas.setBorders(...borders);
    leafletMap.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    leafletMap.attributionControl.addAttribution(rudc.page.attribution);
    new ResizeObserver(tellCredit).observe(leafletMap.attributionControl.getContainer());
    const container = leafletMap.getContainer();
    leafletMap.on("mousemove", ({ latlng, originalEvent }) => pointed(container, latlng, originalEvent));
    leafletMap.on("mouseout", () => hover(null));
    leafletMap.on("click", (event) => picking(event));
    container.setAttribute("aria-label", rudc.format.text("map.label"));
    container.setAttribute("role", "application");
    container.addEventListener("keydown", (event) => onKey(event, leafletMap));
    container.addEventListener("blur", () => hover(null));
    leafletMap.on("moveend", () => {
      if (leafletMap !== map) rudc.levels.moved();
      if (container.matches(":focus-visible:not(.walking)")) hover(areaAt(leafletMap.getCenter()), { silent: false });
    });
    leafletMap.on("layeradd", ({ layer }) => {
      if (layer instanceof L.TileLayer) layer.once("tileload", canvas.showBackdrop);
    });
    leafletMap.on("dragstart zoomstart", () => rudc.tooltip.hide());
    drawMarks();
  }

  /** Tell the style sheet how high the attribution is, for the legend stands above it. */
  function tellCredit() {
    const heights = screens.map((screen) => screen.map.attributionControl.getContainer().offsetHeight);
    document.getElementById("maps").style.setProperty("--credit", `${Math.max(...heights)}px`);
  }

  /** Leaflet measures its container once; here it may still change when the page is put together. */
  function followSize() {
    const { clientWidth, clientHeight } = map.getContainer();
    const { x, y } = map.getSize();
    if (clientWidth === x && clientHeight === y) return;
    const asFitted = untouched();
    map.invalidateSize({ animate: false });
    if (asFitted) fitRegion(rudc.state.get().region, false);
  }

  /** With the keyboard: Enter picks the area under the cross in the middle of the map. */
  function onKey(event, leafletMap) {
    if (event.target !== leafletMap.getContainer()) return;
    if (event.key === "Enter" || event.key === " ") {
      picking({ latlng: leafletMap.getCenter(), originalEvent: event });
      event.preventDefault();
    }
  }

  function pointed(container, latlng, originalEvent) {
    const code = areaAt(latlng);
    hover(code);
    container.classList.toggle("over-area", code !== null);
    if (code) rudc.tooltip.follow(originalEvent);
  }

  function pick({ latlng, originalEvent }) {
    const code = areaAt(latlng);
    const { ctrlKey, metaKey, shiftKey } = originalEvent;
    if (code) rudc.selection.pick(code, ctrlKey || metaKey || shiftKey);
  }

  /** The code of the area that holds a point, null where none does. */
  const areaAt = ({ lng, lat }) => (coverage ? coverage.codeAt(lng, lat) : null);

  /** What the maps show, and a little around it: boxes [west, south, east, north] in degrees. */
  const views = () => screens.filter((screen) => screen.map.getContainer().offsetWidth).map((screen) => {
    const bounds = screen.map.getBounds().pad(0.15);
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  });

  /** Draw everything again: areas have come in. */
  function refresh() {
    for (const { canvas } of screens) canvas.refresh();
    drawMarks();
  }

  /* --- hover and selection ------------------------------------------------------------------ */

  /** Mark one area as hovered, wherever the pointer is: on the map or on a chart. */
  function hover(code, { silent = true } = {}) {
    if (code === hovered) return;
    hovered = code;
    drawMarks();
    document.dispatchEvent(new CustomEvent("rudc:hover", { detail: { code, silent } }));
  }

  /** Mark the selected areas; the outline of one of another level comes in when it is loaded. */
  function select(codes) {
    selected = codes;
    drawMarks();
    const missing = codes.filter((code) => code !== rudc.data.OWN && !shapeOf(code));
    for (const code of missing) rudc.data.shapeOf(code).then(drawMarks, () => {}); // without it the panel still names it
  }

  /** The outline of an area of the level that is shown, else of another level that has been loaded. */
  const shapeOf = (code) => (coverage && coverage.get(code)) || rudc.data.knownShape(code);

  function drawMarks() {
    const marks = [];
    selected.forEach((code, i) => {
      const shape = shapeOf(code);
      if (shape) marks.push({ shape, colour: rudc.page.selection[i], width: 3, label: String(i + 1) });
    });
    if (own) marks.push({ shape: own, colour: rudc.look.colour("ink"), width: 3, label: own.label, dashed: true });
    const shape = hovered && coverage && coverage.get(hovered);
    if (shape) marks.push({ shape, colour: rudc.look.colour("ink"), width: 2 });
    for (const { canvas } of screens) canvas.showMarks(marks);
  }

  /** Outline the own area, given as GeoJSON; null takes it away. While it is drawn it has no label. */
  function showOwn(geometry, label = "E") {
    own = geometry && { ...rudc.coverage.shapeOf(geometry), label };
    if (own) own.centre = L.latLng(own.box[3], (own.box[0] + own.box[2]) / 2); // its label, clear of those of selected areas
    drawMarks();
  }

  /**
   * Bring areas into view. Where the level follows the zoom, one area is brought to a zoom at which
   * it is shown, and those that are not there yet are loaded; else these are passed over.
   */
  async function zoomTo(codes) {
    const state = rudc.state.get();
    const missing = state.auto ? codes.filter((code) => code !== rudc.data.OWN && !shapeOf(code)) : [];
    if (missing.length) await Promise.all(missing.map(rudc.data.shapeOf)).catch(() => {}); // then it stays where it is
    const shapes = codes.map((code) => (code === rudc.data.OWN ? own : state.auto ? shapeOf(code) : coverage && coverage.get(code))).filter(Boolean);
    if (!shapes.length) return;
    const bounds = rudc.coverage.boundsOf(shapes).pad(0.6);
    const [least, most] = state.auto && codes.length === 1 ? rudc.levels.zoomsOf(rudc.data.levelOf(codes[0]), state) : [0, Infinity];
    const zoom = Math.max(least, Math.min(map.getBoundsZoom(bounds), CLOSEST, most - rudc.page.zooms.zoomSnap));
    map.setView(bounds.getCenter(), zoom, { animate: animated() });
  }

  /** Fill the map with a region, clear of the legend and the buttons. */
  function fitRegion(region, animate = animated()) {
    if (!map) return;
    const [right, below] = rudc.page.fit.paddingBottomRight;
    const legend = Math.max(...["legend", "second-legend"].map((id) => document.getElementById(id).offsetHeight));
    const most = map.getSize().y * 0.55;
    const onMap = getComputedStyle(document.getElementById("legend")).position === "absolute"; // on paper it stands below
    const room = onMap ? { ...rudc.page.fit, paddingBottomRight: [right, Math.min(most, Math.max(below, legend + 36))] } : {};
    fitting = true;
    map.fitBounds(rudc.page.region(region).bounds, { ...room, animate });
  }

  const viewpoint = () => `${map.getCenter()} ${map.getZoom()}`;

  /** Whether the map is where it was fitted to the region, and not where somebody moved it. */
  const untouched = () => (fitted === null ? !rudc.state.get().viewport : fitted === viewpoint());

  function goTo({ lat, lon, zoom }) {
    if (map) map.setView([lat, lon], zoom, { animate: animated() });
  }

  const animated = () => !window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  return {
    awaitLeaflet,
    start: () => made.then(adopt),
    ready: made,
    setAreas,
    setBorders,
    areaAt,
    hover,
    select,
    views,
    refresh,
    shows: (other) => coverage === other,
    zoomTo,
    fitRegion,
    followSize,
    goTo,
    has: (code) => Boolean(coverage && coverage.has(code)),
    hovered: () => hovered,
    untouched,
    leaflet: () => map,
    join,
    showOwn,
    /** Let clicks do something else than select; without an argument they select again. */
    onPick: (run = pick) => {
      picking = run;
    },
    shape: shapeOf,
    codes: () => (coverage ? coverage.codes : []),
    shapes: () => (coverage ? coverage.areas : []),
    pointInside: (code) => rudc.coverage.centreOf(shapeOf(code)),
  };
})();
