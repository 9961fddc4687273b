/*
 * Drawing the areas. Leaflet's own canvas renderer keeps a style a layer and draws fill and outline
 * of each at every change. Here three canvases lie on each other: the fills, drawn from paths that
 * are kept until the zoom changes, so that a new indicator costs one fill an area and nothing else;
 * the lines and names, drawn when the map moves; and hover and selection, on a light one on top.
 */
window.rudc = window.rudc || {};

rudc.canvas = (function () {
  "use strict";

  const PADDING = 0.15; // of the map's size, drawn beyond its edge for panning
  const OUTLINE = "rgba(255,255,255,0.75)";
  const FAINT_OUTLINE = "rgba(71,85,105,0.35)";
  const GEMEENTE_BORDER = "#3f4c5f";
  const PROVINCE_BORDER = "#111827";

  let fills = null;
  let lines = null;
  let marks = null;
  let painting = null;
  let onlyClass = null;
  let opacity = 0.92;
  let paintedCallback = null;

  /** The renderer of the areas: their fills. Hover and clicks are Leaflet's own. */
  function areaRenderer() {
    fills = fills || new (plainCanvas((context, renderer) => {
      const areas = layersIn(renderer);
      if (!painting || !areas.length) return;
      fillAreas(context, areas);
      if (paintedCallback) {
        const done = paintedCallback;
        paintedCallback = null;
        done();
      }
    }))({ padding: PADDING });
    return fills;
  }

  /** The renderer of borders; it also draws the outlines of the areas, and the names. */
  function lineRenderer() {
    lines = lines || new (plainCanvas((context, renderer) => {
      if (painting && fills) outlineAreas(context, layersIn(fills), renderer._map.getZoom());
      drawBorders(context, layersIn(renderer));
      drawNames(context, renderer._map, renderer._bounds);
    }))({ padding: PADDING, pane: "rudc-lines" });
    return lines;
  }

  /** A canvas that is always drawn as a whole, by one function. */
  function plainCanvas(draw) {
    return L.Canvas.extend({
      _updatePoly() {},
      _updateStyle() {},
      _extendRedrawBounds() {},
      _draw() {
        draw(this._ctx, this);
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

  /** The layers of a renderer that are in view. */
  function layersIn(renderer) {
    const found = [];
    for (let order = renderer._drawFirst; order; order = order.next) {
      const { layer } = order;
      if (layer._pxBounds && layer._pxBounds.intersects(renderer._bounds)) found.push(layer);
    }
    return found;
  }

  /** The path of a layer, made anew only when the layer has been projected anew. */
  function pathOf(layer) {
    if (layer.rudcPathOf !== layer._rings) {
      const path = new Path2D();
      for (const ring of layer._rings) {
        for (let i = 0; i < ring.length; i += 1) {
          if (i === 0) path.moveTo(ring[i].x, ring[i].y);
          else path.lineTo(ring[i].x, ring[i].y);
        }
        if (layer.options.fill) path.closePath();
      }
      layer.rudcPath = path;
      layer.rudcPathOf = layer._rings;
    }
    return layer.rudcPath;
  }

  function fillAreas(context, areas) {
    const styles = new Map();
    for (const layer of areas) {
      const at = painting.classOf[layer.rudcIndex];
      if (at === rudc.classes.OUTSIDE) continue;
      if (!styles.has(at)) styles.set(at, []);
      styles.get(at).push(layer);
    }
    for (const [at, layers] of styles) {
      context.globalAlpha = onlyClass === null || onlyClass === at ? opacity : 0.12;
      context.fillStyle = fillStyle(context, at);
      for (const layer of layers) context.fill(pathOf(layer), "evenodd");
    }
    context.globalAlpha = 1;
  }

  function fillStyle(context, at) {
    if (at >= 0) return painting.colours[at];
    return at === rudc.classes.UNKNOWN ? hatch(context) : dots(context);
  }

  function outlineAreas(context, areas, zoom) {
    if (areas.length > 3000 && zoom < 10) return; // finer than a pixel
    for (const layer of areas) {
      const outside = painting.classOf[layer.rudcIndex] === rudc.classes.OUTSIDE;
      context.lineWidth = outside ? 0.5 : Math.max(0.35, Math.min(1.1, (zoom - 7.5) * 0.25));
      context.strokeStyle = outside ? FAINT_OUTLINE : OUTLINE;
      context.stroke(pathOf(layer));
    }
  }

  function drawBorders(context, borders) {
    context.lineJoin = "round";
    for (const layer of borders) {
      const kind = layer.feature.properties.id;
      const province = kind === "provincie";
      if (province) {
        context.lineWidth = 4.5;
        context.strokeStyle = "rgba(255,255,255,0.9)";
        context.stroke(pathOf(layer));
      }
      context.lineWidth = { provincie: 2.2, land: 1.3 }[kind] || 0.9;
      context.strokeStyle = province ? PROVINCE_BORDER : GEMEENTE_BORDER;
      context.stroke(pathOf(layer));
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

  /** The light canvas on top: outlines of the hovered and the selected areas. */
  function overlay() {
    marks = marks || new (plainCanvas((context, renderer) => {
      for (const mark of renderer.marks || []) outline(context, mark);
    }).extend({
      _onMouseMove() {},
      _onClick() {},
      show(wanted) {
        this.marks = wanted;
        this._redraw();
      },
    }))({ padding: PADDING, pane: "rudc-overlay" });
    return marks;
  }

  function outline(context, { layer, colour, width, label }) {
    context.lineJoin = "round";
    for (const [stroke, wide] of [["#ffffff", width + 2.5], [colour, width]]) {
      context.lineWidth = wide;
      context.strokeStyle = stroke;
      context.stroke(pathOf(layer));
    }
    if (label) badge(context, layer._map.latLngToLayerPoint(layer.rudcCentre || centre(layer)), colour, label);
  }

  function badge(context, { x, y }, colour, label) {
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
    const sameLines = painting && next && painting.level === next.level && painting.region === next.region;
    painting = next;
    onlyClass = null;
    paintedCallback = done || null;
    redraw(fills);
    if (!sameLines) redraw(lines);
  }

  /** Let the base map shine through, once it turns out that there is one. */
  function showBackdrop() {
    opacity = 0.78;
    redraw(fills);
  }

  function highlightClass(at) {
    onlyClass = at;
    redraw(fills);
  }

  function redraw(renderer) {
    if (renderer && renderer._map) renderer._redraw();
  }

  return {
    areaRenderer,
    lineRenderer,
    overlay,
    paint,
    highlightClass,
    showBackdrop,
    names,
    highlightedClass: () => onlyClass,
  };
})();
