/*
 * Drawing the areas, on three canvases that lie on each other: the fills, all that a new indicator
 * changes; the outlines, borders and names, drawn when the map moves; and hover and selection.
 */
window.rudc = window.rudc || {};

rudc.canvas = (function () {
  "use strict";

  /** The canvases of one map; they know the areas and lines that are drawn on them. */
  function create() {
    const PADDING = 0.15; // of the map's size, drawn beyond its edge for panning
    const BORDERS = {
      gemeente: [[0.9, "border"]],
      land: [[1.3, "border"]],
      provincie: [[4.5, "halo"], [2.2, "ink"]],
    };

    let fills = null;
    let lines = null;
    let marks = null;
    let areas = [];
    let borders = [];
    let names = [];
    let marked = [];
    let overlaid = [];
    let painting = null;
    let onlyClass = null;
    let opacity = 0.92;

    /** Put the canvases on a map. */
    function addTo(map) {
      [fills, lines, marks] = [drawFills, drawLines, drawMarks].map((draw, i) => {
        const pane = `rudc-${i}`;
        // the map itself hears the pointer, and asks which area is there
        map.createPane(pane).style.cssText = `z-index:${400 + i};pointer-events:none`;
        return new (canvas(draw))({ padding: PADDING, pane }).addTo(map);
      });
    }

    /** Leaflet's canvas, which follows the map, drawn as a whole by one function. */
    function canvas(draw) {
      return L.Canvas.extend({
        _draw() {
          const context = this._ctx;
          context.save();
          draw(context, this._map, this._bounds);
          context.restore();
        },
        _redraw() {
          this._redrawRequest = null;
          this._redrawBounds = null;
          if (!this._map) return;
          this._clear();
          this._draw();
        },
      });
    }

    function redraw(renderer) {
      if (renderer && renderer._map) renderer._redraw();
    }

    /* --- what is drawn -------------------------------------------------------------------------- */

    /** Take the areas of another level; they are drawn when they are painted. */
    function setAreas(shapes) {
      areas = shapes;
      painting = null;
    }

    function setBorders(shapes, labels) {
      borders = shapes;
      names = labels;
      redraw(lines);
    }

    /** Colour the areas. */
    function paint(next) {
      const sameLines = painting && painting.level === next.level && painting.region === next.region;
      painting = next;
      onlyClass = null;
      redraw(fills);
      if (!sameLines) redraw(lines);
    }

    /** Draw again what was painted: areas have come in. */
    function refresh() {
      redraw(fills);
      redraw(lines);
    }

    function highlightClass(at) {
      onlyClass = at;
      redraw(fills);
    }

    /** Let the base map shine through, once it turns out that there is one. */
    function showBackdrop() {
      opacity = 0.78;
      redraw(fills);
    }

    /** Outline areas: [{shape, colour, width, label}]. */
    function showMarks(wanted) {
      marked = wanted;
      redraw(marks);
    }

    /** Draw lines over the areas: [{path, colour, width, dash}]. */
    function showLines(wanted) {
      overlaid = wanted;
      redraw(marks);
    }

    /* --- drawing ---------------------------------------------------------------------------------- */

    /** How the layer points of a Leaflet map lie: scale, x, y, zoom and what is in view [degrees]. */
    function frameOf(map, bounds) {
      const southWest = map.layerPointToLatLng(bounds.getBottomLeft());
      const northEast = map.layerPointToLatLng(bounds.getTopRight());
      const view = [southWest.lng, southWest.lat, northEast.lng, northEast.lat];
      const zoom = map.getZoom();
      return { ...rudc.coverage.projection(zoom, map.getPixelOrigin()), zoom, view };
    }

    function toPathUnits(context, { scale, x, y }) {
      context.translate(x, y);
      context.scale(scale, scale);
    }

    /** Draw fills and outlines in a frame (see `frameOf`) that no Leaflet map is behind. */
    function drawIn(context, frame, shapes, wanted) {
      [areas, painting] = [shapes, wanted];
      for (const draw of [fillAreas, outlineAreas]) {
        context.save();
        toPathUnits(context, frame);
        draw(context, frame);
        context.restore();
      }
    }

    function drawFills(context, map, bounds) {
      const frame = frameOf(map, bounds);
      toPathUnits(context, frame);
      fillAreas(context, frame);
    }

    function fillAreas(context, { scale, view }) {
      if (!painting) return;
      const buckets = new Map();
      for (let i = 0; i < areas.length; i += 1) {
        const at = painting.classOf[i];
        if (!areas[i] || at === rudc.classes.OUTSIDE || !rudc.coverage.meets(areas[i], view)) continue;
        if (!buckets.has(at)) buckets.set(at, []);
        buckets.get(at).push(areas[i].path);
      }
      for (const [at, paths] of buckets) {
        context.globalAlpha = onlyClass === null || onlyClass === at ? opacity : 0.12;
        context.fillStyle = at >= 0 ? painting.colours[at] : pattern(context, at, scale);
        for (const path of paths) context.fill(path, "evenodd");
      }
    }

    function drawLines(context, map, bounds) {
      context.save();
      const frame = frameOf(map, bounds);
      toPathUnits(context, frame);
      outlineAreas(context, frame);
      for (const { kind, path } of borders) {
        for (const [width, colour] of BORDERS[kind]) stroke(context, path, width / frame.scale, rudc.look.colour(colour));
      }
      context.restore();
      drawNames(context, map, bounds);
    }

    function outlineAreas(context, { zoom, scale, view }) {
      context.lineJoin = "round";
      if (!painting) return;
      const shown = areas.map((area, i) => [area, i]).filter(([area]) => rudc.coverage.meets(area, view));
      if (shown.length > 3000 && zoom < 10) return; // finer than a pixel
      const width = Math.max(0.35, Math.min(1.1, (zoom - 7.5) * 0.25));
      for (const [{ path }, i] of shown) {
        const outside = painting.classOf[i] === rudc.classes.OUTSIDE;
        stroke(context, path, (outside ? 0.5 : width) / scale, rudc.look.colour(outside ? "outside" : "between"));
      }
    }

    function stroke(context, path, width, colour) {
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke(path);
    }

    /** The names of gemeenten: those of a region first, in bold, and close by worth a place above or below their own. */
    function rankedNames(zoom) {
      const region = painting && rudc.page.region(painting.region);
      if (!region || !region.gemeenten.length) return names.map((name) => ({ ...name, bold: true, places: [0] }));
      const places = zoom < 8.75 ? [0] : [0, -18, 18, -30, 30];
      const [inside, outside] = [[], []];
      for (const name of names) {
        if (region.gemeenten.includes(name.code)) inside.push({ ...name, bold: true, places });
        else outside.push({ ...name, bold: false, places: [0] });
      }
      return [...inside, ...outside];
    }

    /** Names of gemeenten, the most populous first; one that finds no place free of others is left out. */
    function drawNames(context, map, bounds) {
      const taken = [];
      const isFree = (box) => !taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]);
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineJoin = "round";
      for (const { name, latlng, bold, places } of rankedNames(map.getZoom())) {
        const { x, y } = map.latLngToLayerPoint(latlng);
        if (!bounds.contains([x, y])) continue;
        context.font = `${bold ? 600 : 400} 12px system-ui, sans-serif`;
        const half = context.measureText(name).width / 2 + 6;
        const at = places.map((down) => y + down).find((place) => isFree([x - half, place - 9, x + half, place + 9]));
        if (at === undefined) continue;
        taken.push([x - half, at - 9, x + half, at + 9]);
        context.lineWidth = 3.5;
        context.strokeStyle = rudc.look.colour("halo");
        context.strokeText(name, x, at);
        context.fillStyle = rudc.look.colour(bold ? "ink" : "soft");
        context.fillText(name, x, at);
      }
    }

    function drawMarks(context, map, bounds) {
      context.save();
      const frame = frameOf(map, bounds);
      const { scale } = frame;
      toPathUnits(context, frame);
      context.lineJoin = "round";
      context.lineCap = "round";
      for (const { path, colour, width } of overlaid) {
        stroke(context, path, (width + 3) / scale, rudc.look.colour("halo"));
        stroke(context, path, width / scale, colour);
      }
      for (const { shape, colour, width, dashed } of marked) {
        stroke(context, shape.path, (width + 2.5) / scale, rudc.look.colour("halo"));
        context.setLineDash(dashed ? [7 / scale, 5 / scale] : []);
        stroke(context, shape.path, width / scale, colour);
        context.setLineDash([]);
      }
      context.restore();
      for (const { shape, colour, label } of marked) {
        if (label) badge(context, map.latLngToLayerPoint(rudc.coverage.centreOf(shape)), colour, label);
      }
    }

    function badge(context, { x, y }, colour, label) {
      context.beginPath();
      context.arc(x, y, 10, 0, 2 * Math.PI);
      context.fillStyle = colour;
      context.fill();
      context.lineWidth = 2;
      context.strokeStyle = rudc.look.colour("halo");
      context.stroke();
      context.font = "700 12px system-ui, sans-serif";
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillStyle = rudc.look.colour("on-selection");
      context.fillText(label, x, y + 0.5);
    }

    /* --- the missing ------------------------------------------------------------------------------- */

    const patterns = new Map();

    /** Hatched (secret or not published) or dotted (no or too few inhabitants), in screen pixels. */
    function pattern(context, at, scale) {
      const key = `${at} ${rudc.look.dark()}`;
      if (!patterns.has(key)) {
        patterns.set(key, at === rudc.classes.UNKNOWN ? tile(context, 8, hatch) : tile(context, 7, dot));
      }
      const found = patterns.get(key);
      found.setTransform(new DOMMatrix([1 / scale, 0, 0, 1 / scale, 0, 0]));
      return found;
    }

    function tile(context, size, draw) {
      const element = document.createElement("canvas");
      element.width = size;
      element.height = size;
      const inner = element.getContext("2d");
      inner.fillStyle = rudc.look.colour("hatch-ground");
      inner.fillRect(0, 0, size, size);
      draw(inner);
      return context.createPattern(element, "repeat");
    }

    function hatch(context) {
      context.strokeStyle = rudc.look.colour("hatch");
      context.lineWidth = 1.4;
      context.beginPath();
      for (const shift of [-8, 0, 8]) {
        context.moveTo(shift - 1, 9);
        context.lineTo(shift + 9, -1);
      }
      context.stroke();
    }

    function dot(context) {
      context.fillStyle = rudc.look.colour("hatch");
      context.beginPath();
      context.arc(3.5, 3.5, 1.1, 0, 2 * Math.PI);
      context.fill();
    }

    return {
      addTo,
      setAreas,
      setBorders,
      paint,
      refresh,
      drawIn,
      highlightClass,
      highlightedClass: () => onlyClass,
      showBackdrop,
      showMarks,
      showLines,
      pattern,
    };
  }

  return { ...create(), create };
})();
