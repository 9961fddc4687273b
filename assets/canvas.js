/*
 * Drawing the areas. Leaflet's own canvas renderer draws path by path, with a style each; this one
 * draws one path a class, so that a new indicator costs one pass over the points and no work per
 * layer. Borders and names go on the same canvas; hover and selection on a light one above it.
 */
window.rudc = window.rudc || {};

rudc.canvas = (function () {
  "use strict";

  const OUTLINE = "rgba(255,255,255,0.75)";
  const FAINT_OUTLINE = "rgba(71,85,105,0.35)";
  const GEMEENTE_BORDER = "#3f4c5f";
  const PROVINCE_BORDER = "#111827";

  let areasRenderer = null;
  let overlayRenderer = null;
  let painting = null;
  let onlyClass = null;
  let paintedCallback = null;

  /** The renderer for areas and borders, made for the map when first asked for. */
  function areaRenderer() {
    if (!areasRenderer) areasRenderer = new (areaCanvas())({ padding: 0.25 });
    return areasRenderer;
  }

  function areaCanvas() {
    return L.Canvas.extend({
      _updatePoly() {},
      _updateStyle() {},

      _draw() {
        const context = this._ctx;
        const bounds = this._redrawBounds;
        context.save();
        if (bounds) {
          const size = bounds.getSize();
          context.beginPath();
          context.rect(bounds.min.x, bounds.min.y, size.x, size.y);
          context.clip();
        }
        const { areas, borders } = this._sorted(bounds);
        if (painting && areas.length) {
          fillAreas(context, areas);
          outlineAreas(context, areas, this._map.getZoom());
        }
        drawBorders(context, borders);
        if (!bounds) drawNames(context, this._map, this._bounds);
        context.restore();
        if (painting && areas.length && paintedCallback) {
          const done = paintedCallback;
          paintedCallback = null;
          done();
        }
      },

      /** Names are drawn across areas, so every redraw is one of the whole canvas. */
      _extendRedrawBounds() {},

      _redraw() {
        this._redrawRequest = null;
        this._redrawBounds = null;
        if (!this._map) return;
        this._clear();
        this._draw();
      },

      _sorted(bounds) {
        const areas = [];
        const borders = [];
        for (let order = this._drawFirst; order; order = order.next) {
          const layer = order.layer;
          if (!layer._pxBounds || (bounds && !layer._pxBounds.intersects(bounds))) continue;
          if (layer.rudcIndex === undefined) borders.push(layer);
          else if (layer._pxBounds.intersects(this._bounds)) areas.push(layer);
        }
        return { areas, borders };
      },
    });
  }

  function fillAreas(context, areas) {
    const buckets = new Map();
    for (const layer of areas) {
      const at = painting.classOf[layer.rudcIndex];
      if (!buckets.has(at)) buckets.set(at, []);
      buckets.get(at).push(layer);
    }
    for (const [at, layers] of buckets) {
      if (at === rudc.classes.OUTSIDE) continue;
      context.globalAlpha = onlyClass === null || onlyClass === at ? 0.92 : 0.12;
      context.beginPath();
      for (const layer of layers) trace(context, layer);
      context.fillStyle = fillStyle(context, at);
      context.fill("evenodd");
    }
    context.globalAlpha = 1;
  }

  function fillStyle(context, at) {
    if (at >= 0) return painting.colours[at];
    return at === rudc.classes.UNKNOWN ? hatch(context) : dots(context);
  }

  function outlineAreas(context, areas, zoom) {
    const detailed = areas.length < 3000 || zoom >= 10;
    if (!detailed) return;
    for (const [outside, colour] of [[true, FAINT_OUTLINE], [false, OUTLINE]]) {
      context.beginPath();
      for (const layer of areas) {
        const kind = painting.classOf[layer.rudcIndex];
        if ((kind === rudc.classes.OUTSIDE) === outside) trace(context, layer);
      }
      context.lineWidth = outside ? 0.5 : Math.max(0.35, Math.min(1.1, (zoom - 7.5) * 0.25));
      context.strokeStyle = colour;
      context.stroke();
    }
  }

  function drawBorders(context, borders) {
    context.lineJoin = "round";
    context.setLineDash([]);
    for (const layer of borders) {
      const kind = layer.feature.properties.id;
      const province = kind === "provincie";
      context.beginPath();
      trace(context, layer, false);
      if (province) {
        context.lineWidth = 4.5;
        context.strokeStyle = "rgba(255,255,255,0.9)";
        context.stroke();
      }
      context.lineWidth = { provincie: 2.2, land: 1.3 }[kind] || 0.9;
      context.strokeStyle = province ? PROVINCE_BORDER : GEMEENTE_BORDER;
      context.stroke();
    }
  }

  const names = [];

  /** Names of gemeenten, the most populous first; one that would overlap another is left out. */
  function drawNames(context, map, bounds) {
    const taken = [];
    context.font = "600 12px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const { name, latlng } of names) {
      const point = map.latLngToLayerPoint(latlng);
      if (!bounds.contains(point)) continue;
      const half = context.measureText(name).width / 2 + 6;
      const box = [point.x - half, point.y - 11, point.x + half, point.y + 11];
      if (taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1])) continue;
      taken.push(box);
      context.lineWidth = 3.5;
      context.strokeStyle = "rgba(255,255,255,0.92)";
      context.strokeText(name, point.x, point.y);
      context.fillStyle = "#111827";
      context.fillText(name, point.x, point.y);
    }
  }

  function trace(context, layer, closed = true) {
    const parts = layer._parts;
    for (let i = 0; i < parts.length; i += 1) {
      const ring = parts[i];
      for (let j = 0; j < ring.length; j += 1) {
        if (j === 0) context.moveTo(ring[j].x, ring[j].y);
        else context.lineTo(ring[j].x, ring[j].y);
      }
      if (closed) context.closePath();
    }
  }

  const patterns = {};

  function hatch(context) {
    patterns.hatch = patterns.hatch || pattern(context, 8, (tile) => {
      tile.fillStyle = "#ffffff";
      tile.fillRect(0, 0, 8, 8);
      tile.strokeStyle = "#7b8794";
      tile.lineWidth = 1.4;
      tile.beginPath();
      for (const shift of [-8, 0, 8]) {
        tile.moveTo(shift - 1, 9);
        tile.lineTo(shift + 9, -1);
      }
      tile.stroke();
    });
    return patterns.hatch;
  }

  function dots(context) {
    patterns.dots = patterns.dots || pattern(context, 7, (tile) => {
      tile.fillStyle = "#ffffff";
      tile.fillRect(0, 0, 7, 7);
      tile.fillStyle = "#8a94a0";
      tile.beginPath();
      tile.arc(3.5, 3.5, 1.1, 0, 2 * Math.PI);
      tile.fill();
    });
    return patterns.dots;
  }

  function pattern(context, size, draw) {
    const tile = document.createElement("canvas");
    tile.width = size;
    tile.height = size;
    draw(tile.getContext("2d"));
    return context.createPattern(tile, "repeat");
  }

  /** The light canvas above: outlines of the hovered and the selected areas. */
  function overlay() {
    if (!overlayRenderer) {
      overlayRenderer = new (L.Canvas.extend({
        marks: [],
        _onMouseMove() {},
        _onClick() {},
        _draw() {
          for (const mark of this.marks) outline(this._ctx, mark);
        },
        _redraw() {
          this._redrawBounds = null;
          if (!this._map) return;
          this._clear();
          this._draw();
        },
        show(marks) {
          this.marks = marks;
          this._redraw();
        },
      }))({ padding: 0.25, pane: "rudc-overlay" });
    }
    return overlayRenderer;
  }

  function outline(context, { layer, colour, width, label }) {
    context.lineJoin = "round";
    context.beginPath();
    trace(context, layer);
    context.lineWidth = width + 2.5;
    context.strokeStyle = "#ffffff";
    context.stroke();
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
    if (!label) return;
    const { x, y } = layer._map.latLngToLayerPoint(layer.rudcCentre || centre(layer));
    context.beginPath();
    context.arc(x, y, 10, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = "#ffffff";
    context.stroke();
    context.font = "700 12px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = "#ffffff";
    context.fillText(label, x, y + 0.5);
  }

  /** A point inside an area: its centroid where that is inside, else the middle of its widest row. */
  function centre(layer) {
    layer.rudcCentre = rudc.geometry.pointInside(layer.feature.geometry);
    return layer.rudcCentre;
  }

  /** Draw the areas by `next`; `done` is called when they have been drawn. */
  function paint(next, done) {
    painting = next;
    paintedCallback = done || null;
    if (areasRenderer && areasRenderer._map) areasRenderer._redraw();
  }

  function highlightClass(at) {
    onlyClass = at;
    if (areasRenderer && areasRenderer._map) areasRenderer._redraw();
  }

  return {
    areaRenderer,
    overlay,
    paint,
    highlightClass,
    names,
    highlightedClass: () => onlyClass,
    hatch,
    dots,
  };
})();
