/*
 * The map of an embed, with the interface of assets/map.js for what draws and tells. It never takes the
 * scrolling of the page around it: zooming takes Ctrl or two fingers, and the map says so.
 */
window.rudc = window.rudc || {};

rudc.map = (function () {
  "use strict";

  const HINT = 1600; // ms that the hint stays
  const WHEEL = 160; // ms without a turn of the wheel after which the map is drawn anew
  const CLICK = 5; // px that a pointer may move and still click
  const CLOSEST = 14;
  const AHEAD = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  let ground = null;
  let coverage = null;
  let hovered = null;
  let pinned = null; // the area that was clicked: its card stays
  let selected = [];
  let own = null;
  let moved = false; // by the reader, so that a new size does not fit it to the region

  const element = () => document.getElementById("map");

  function start(state) {
    ground = rudc.ground.create(element());
    fit(state, { silent: true });
    rudc.canvas.addTo(ground);
    byMouse();
    byTouch();
    byKeys();
    for (const [id, run] of [["zoom-in", () => ground.zoomBy(1)], ["zoom-out", () => ground.zoomBy(-1)], ["zoom-whole", () => fit({ ...state, viewport: null })]]) {
      document.getElementById(id).addEventListener("click", run);
    }
    ground.onMoved(() => {
      moved = true;
      rudc.tooltip.hide();
    });
    document.addEventListener("rudc:resized", () => (moved ? ground.zoomBy(0) : fit(state)));
  }

  /** Lie as the state says, else fill the frame with its region. */
  function fit({ viewport, region }, options = {}) {
    if (viewport) {
      const { mercatorX, mercatorY } = rudc.coverage;
      const narrower = Math.log2(Math.min(1, element().clientWidth / 700)); // a phone shows the same place
      ground.lie({ zoom: viewport.zoom + narrower, x: mercatorX(viewport.lon), y: mercatorY(viewport.lat) }, options);
    } else ground.fit(rudc.page.region(region).bounds, options);
    moved = false;
  }

  /* --- what is on it ------------------------------------------------------------------------- */

  function setAreas(next) {
    if (coverage === next) return;
    coverage = next;
    rudc.canvas.setAreas(coverage.areas);
  }

  function setBorders({ features }) {
    const isName = ({ geometry }) => geometry.type === "Point";
    rudc.canvas.setBorders(
      features.filter((f) => !isName(f)).map((f) => ({ kind: f.properties.id, ...rudc.coverage.shapeOf(f.geometry) })),
      features.filter(isName).map(({ properties, geometry }) => ({ name: properties.name, latlng: { lat: geometry.coordinates[1], lng: geometry.coordinates[0] } })));
  }

  const shapeOf = (code) => (coverage && coverage.get(code)) || rudc.data.knownShape(code);

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
    const marks = selected.map((code, i) => ({ shape: shapeOf(code), colour: rudc.page.selection[i], width: 3, label: String(i + 1) }));
    if (own) marks.push({ shape: own, colour: rudc.look.colour("ink"), width: 3, label: "E", dashed: true });
    marks.push({ shape: hovered && shapeOf(hovered), colour: rudc.look.colour("ink"), width: 2 });
    rudc.canvas.showMarks(marks.filter(({ shape }) => shape));
  }

  function showOwn(geometry) {
    own = geometry && rudc.coverage.shapeOf(geometry);
    drawMarks();
  }

  /* --- an area by the pointer ------------------------------------------------------------------ */

  const areaAt = ({ clientX, clientY }) => {
    const frame = element().getBoundingClientRect();
    const { lng, lat } = ground.layerPointToLatLng({ x: clientX - frame.left, y: clientY - frame.top });
    return coverage ? coverage.codeAt(lng, lat) : null;
  };

  function pick(event) {
    const code = areaAt(event);
    pinned = code === pinned ? null : code;
    hover(null);
    hover(pinned, { silent: false });
    rudc.tooltip.follow(event);
  }

  function byMouse() {
    let held = null;
    const map = element();
    map.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" || event.button !== 0) return;
      held = { x: event.clientX, y: event.clientY, far: false };
      map.setPointerCapture(event.pointerId);
    });
    map.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      if (held) return drag(event);
      if (pinned) return;
      hover(areaAt(event));
      map.classList.toggle("over-area", hovered !== null);
      if (hovered) rudc.tooltip.follow(event);
    });
    const drag = (event) => {
      const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
      if (!held.far && Math.hypot(dx, dy) < CLICK) return;
      held = { x: event.clientX, y: event.clientY, far: true };
      rudc.tooltip.hide();
      ground.drag(dx, dy);
    };
    const release = (event) => {
      if (held && !held.far && event.type === "pointerup") pick(event);
      held = null;
      ground.settle();
    };
    map.addEventListener("pointerup", release);
    map.addEventListener("pointercancel", release);
    map.addEventListener("pointerleave", () => !pinned && !held && hover(null));
    byWheel(map);
  }

  /** The wheel scrolls the page; with Ctrl (or ⌘, or a pinch on a touchpad) it zooms. */
  function byWheel(map) {
    let timer = null;
    const mac = navigator.platform.startsWith("Mac");
    map.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return hint(rudc.format.text(mac ? "embed.hint_wheel_mac" : "embed.hint_wheel"));
      event.preventDefault();
      const frame = map.getBoundingClientRect();
      const turned = event.deltaMode === 1 ? event.deltaY * 20 : event.deltaY;
      ground.pinch(2 ** (-Math.max(-120, Math.min(120, turned)) / 160), event.clientX - frame.left, event.clientY - frame.top);
      clearTimeout(timer);
      timer = setTimeout(ground.settle, WHEEL);
      return undefined;
    }, { passive: false });
  }

  /** One finger scrolls the page, two move the map and zoom it; a tap shows an area. */
  function byTouch() {
    const map = element();
    let before = null;
    const between = ({ touches: [a, b] }) => ({
      x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2, apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
    });
    map.addEventListener("touchstart", (event) => {
      before = event.touches.length === 2 ? between(event) : null;
    }, { passive: true });
    map.addEventListener("touchmove", (event) => {
      if (event.touches.length !== 2) return hint(rudc.format.text("embed.hint_touch"));
      event.preventDefault();
      const now = between(event);
      const frame = map.getBoundingClientRect();
      if (before) {
        ground.drag(now.x - before.x, now.y - before.y);
        ground.pinch(now.apart / Math.max(1, before.apart), now.x - frame.left, now.y - frame.top);
      }
      before = now;
      return undefined;
    }, { passive: false });
    const end = ({ touches }) => {
      if (touches.length < 2 && before) {
        before = null;
        ground.settle();
      }
    };
    map.addEventListener("touchend", end);
    map.addEventListener("touchcancel", end);
    map.addEventListener("click", (event) => event.pointerType === "touch" && pick(event));
  }

  let hinting = null;

  function hint(words) {
    const place = document.getElementById("hint");
    place.textContent = words;
    place.classList.add("shown");
    clearTimeout(hinting);
    hinting = setTimeout(() => place.classList.remove("shown"), HINT);
  }

  /* --- an area by the keyboard ------------------------------------------------------------------- */

  function byKeys() {
    element().addEventListener("keydown", (event) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      if (ctrlKey || metaKey || altKey) return;
      if (key in AHEAD) walk(AHEAD[key]);
      else if (key === "+" || key === "=") ground.zoomBy(1);
      else if (key === "-") ground.zoomBy(-1);
      else if (key === "Escape") {
        pinned = null;
        hover(null);
      } else return;
      event.preventDefault();
    });
    element().addEventListener("blur", () => {
      pinned = null;
      hover(null);
    });
  }

  const middle = ({ box: [west, south, east, north] }) => [(west + east) / 2, (south + north) / 2];

  /** Go to the nearest area in a direction, or to the one in the middle of the map. */
  function walk([right, up]) {
    const painted = coverage ? coverage.areas.filter((area, i) => area && rudc.view.current().painting.inside[i]) : [];
    if (!painted.length) return;
    const from = pinned && shapeOf(pinned) ? middle(shapeOf(pinned)) : null;
    const [width, height] = ground.size();
    const centre = ground.layerPointToLatLng({ x: width / 2, y: height / 2 });
    const [lon, lat] = from || [centre.lng, centre.lat];
    const narrow = Math.cos((lat * Math.PI) / 180);
    let [best, least] = [null, Infinity];
    for (const area of painted) {
      if (area.code === pinned) continue;
      const [x, y] = middle(area);
      const [dx, dy] = [(x - lon) * narrow, y - lat];
      const ahead = dx * right + dy * up;
      const aside = Math.abs(dx * up) + Math.abs(dy * right);
      const cost = from ? ahead + 2 * aside : Math.hypot(dx, dy);
      if ((!from || ahead > aside * 0.7) && cost < least) [best, least] = [area, cost];
    }
    if (best) show(best.code);
  }

  /** Show an area with its card, and bring it into view where it is not. */
  function show(code, { zoom = false } = {}) {
    const shape = shapeOf(code);
    if (!shape) return;
    const [west, south, east, north] = shape.box;
    const view = ground.view();
    const bounds = [[south, west], [north, east]];
    if (zoom) ground.fit(bounds, { closest: CLOSEST, room: element().clientWidth / 4 });
    else if (!rudc.coverage.meets({ box: [view[0] * 0.85 + view[2] * 0.15, view[1] * 0.85 + view[3] * 0.15, view[2] * 0.85 + view[0] * 0.15, view[3] * 0.85 + view[1] * 0.15] }, shape.box)) {
      const [x, y] = [rudc.coverage.mercatorX((west + east) / 2), rudc.coverage.mercatorY((south + north) / 2)];
      ground.lie({ zoom: ground.getZoom(), x, y });
    }
    pinned = code;
    hover(null);
    hover(code, { silent: false });
    const frame = element().getBoundingClientRect();
    const at = ground.latLngToLayerPoint({ lng: (west + east) / 2, lat: (south + north) / 2 });
    rudc.tooltip.follow({ clientX: frame.left + at.x, clientY: frame.top + at.y });
  }

  return {
    start,
    setAreas,
    setBorders,
    hover,
    select,
    show,
    showOwn,
    shape: shapeOf,
    hovered: () => hovered,
    coverage: () => coverage,
    leaflet: () => ground,
    refresh: () => {
      rudc.canvas.refresh();
      drawMarks();
    },
    shows: (other) => coverage === other,
  };
})();
