/*
 * The first picture, before Dash and Leaflet are there: the areas in their colours, exactly where the
 * map will draw them. It lies over the map until that has drawn them itself, and hears no pointer.
 */
window.rudc = window.rudc || {};

rudc.first = (function () {
  "use strict";

  const place = document.getElementById("first-picture");
  let wanted = true;

  /** Draw a state as soon as its values and areas are in; resolves when it is on the screen, or left to the map. */
  async function paint(state) {
    const frame = frameOf(state);
    const files = [rudc.data.valuesFor(state), rudc.data.coverageFor(state, [frame.view])];
    if (state.picture !== "kaart" || state.overlay === "clusters" || state.display.difference) return;
    const [payload, coverage] = await Promise.all(files).catch(() => []); // said by rudc.view
    if (!coverage || !wanted) return;
    draw(coverage, rudc.classes.painting(state, payload, coverage.codes), frame);
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    performance.mark("choropleth-painted");
  }

  function draw({ areas }, painting, frame) {
    const canvas = rudc.h("canvas");
    const ratio = window.devicePixelRatio || 1;
    [canvas.width, canvas.height] = [frame.width * ratio, frame.height * ratio];
    place.append(canvas);
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    rudc.canvas.create().drawIn(context, frame, areas, painting);
  }

  /** How the map will lie: as Leaflet's setView and fitBounds place it (rudc_map/web/layout.py). */
  function frameOf({ viewport, region }) {
    const { clientWidth: width, clientHeight: height } = place; // in whole pixels, as Leaflet measures
    const at = viewport ? seen(viewport) : fitted(rudc.page.region(region).bounds, width, height);
    const size = 256 * 2 ** at.zoom;
    const origin = { x: Math.round(at.x * size - width / 2), y: Math.round(at.y * size - height / 2) };
    const frame = rudc.coverage.projection(at.zoom, origin);
    const [northWest, southEast] = [{ x: 0, y: 0 }, { x: width, y: height }].map((corner) => rudc.coverage.placeOf(frame, corner));
    return { ...frame, width, height, zoom: at.zoom, view: [northWest.lng, southEast.lat, southEast.lng, northWest.lat] };
  }

  /** Zoom and centre (in the Mercator square) of a viewport. */
  function seen({ lat, lon, zoom }) {
    const { mercatorX, mercatorY } = rudc.coverage;
    const { zoomSnap } = rudc.page.zooms;
    return { zoom: limited(Math.round(zoom / zoomSnap) * zoomSnap), x: mercatorX(lon), y: mercatorY(lat) };
  }

  /** The same where bounds fill the map, within its padding. */
  function fitted([[south, west], [north, east]], width, height) {
    const { mercatorX, mercatorY } = rudc.coverage;
    const { zoomSnap } = rudc.page.zooms;
    const [[left, above], [right, below]] = [rudc.page.fit.paddingTopLeft, rudc.page.fit.paddingBottomRight];
    const [x0, x1, y0, y1] = [mercatorX(west), mercatorX(east), mercatorY(north), mercatorY(south)];
    const most = Math.min((width - left - right) / (x1 - x0), (height - above - below) / (y1 - y0)) / 256;
    const fine = Math.round(Math.log2(most) / (zoomSnap / 100)) * (zoomSnap / 100);
    const zoom = limited(Math.floor(fine / zoomSnap) * zoomSnap);
    const size = 256 * 2 ** zoom;
    return { zoom, x: (x0 + x1 + (right - left) / size) / 2, y: (y0 + y1 + (below - above) / size) / 2 };
  }

  function limited(zoom) {
    const { minZoom, maxZoom } = rudc.page.zooms;
    return Math.max(minZoom, Math.min(maxZoom, zoom));
  }

  /** A state whose level follows the zoom, with the level for how the map will lie. */
  const levelled = (state) => rudc.levels.fitted(state, frameOf(state).zoom);

  /** The map has drawn the areas itself. */
  function done() {
    if (!wanted) return;
    wanted = false;
    place.remove();
  }

  return { levelled, paint, done };
})();
