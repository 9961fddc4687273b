/*
 * The ground under the canvases of an embed: where the map lies, and how it is moved. It stands in for
 * Leaflet, of which assets/canvas.js needs no more than this; 150 kB less for a map in an article.
 */
window.rudc = window.rudc || {};

rudc.ground = (function () {
  "use strict";

  const BEYOND = 0.15; // of the size, drawn outside the frame for moving
  const EMPTY = { scale: 1, x: 0, y: 0 };

  /** A map in an element: how it lies is its zoom and the place of its middle in the Mercator square. */
  function create(element) {
    const panes = rudc.h("div", { class: "embed-panes" });
    const layers = [];
    const listeners = [];
    let [width, height] = [element.clientWidth, element.clientHeight];
    let at = { zoom: 7, x: 0.5, y: 0.33 };
    let moving = EMPTY; // what a gesture has done since the canvases were drawn
    element.append(panes);

    const size = () => 256 * 2 ** at.zoom;
    const origin = () => ({ x: at.x * size() - width / 2, y: at.y * size() - height / 2 });
    const frame = () => rudc.coverage.projection(at.zoom, origin());

    const map = {
      createPane: (name) => (panes[name] = panes.appendChild(rudc.h("div", { class: "embed-pane" }))),
      pane: (name) => panes[name],
      getZoom: () => at.zoom,
      getPixelOrigin: origin,
      latLngToLayerPoint: ({ lat, lng }) => ({
        x: rudc.coverage.mercatorX(lng) * size() - origin().x, y: rudc.coverage.mercatorY(lat) * size() - origin().y,
      }),
      layerPointToLatLng: (point) => rudc.coverage.placeOf(frame(), point),
      size: () => [width, height],
      beyond: () => [width * BEYOND, height * BEYOND].map(Math.ceil),
      add: (layer) => layers.push(layer),
      onMoved: (run) => listeners.push(run),
      view,
      lie,
      fit,
      drag: (dx, dy) => gesture({ ...moving, x: moving.x + dx, y: moving.y + dy }),
      pinch,
      settle,
      zoomBy: (steps) => {
        pinch(2 ** steps, width / 2, height / 2);
        settle();
      },
    };

    /** What is in view and a little around it: [west, south, east, north] in degrees. */
    function view() {
      const [across, down] = map.beyond();
      const [corner, other] = [{ x: -across, y: height + down }, { x: width + across, y: -down }].map(map.layerPointToLatLng);
      return [corner.lng, corner.lat, other.lng, other.lat];
    }

    /** Lie somewhere else; what hears of it decides what is drawn. */
    function lie(next, { silent = false } = {}) {
      const { minZoom, maxZoom } = rudc.page.zooms;
      at = { ...next, zoom: Math.max(minZoom, Math.min(maxZoom, next.zoom)) };
      gesture(EMPTY);
      for (const layer of layers) layer.place();
      if (!silent) for (const run of listeners) run();
    }

    /** Fill the frame with a box [[south, west], [north, east]]. */
    function fit([[south, west], [north, east]], { closest = Infinity, room = 10, silent = false } = {}) {
      const { mercatorX, mercatorY } = rudc.coverage;
      const [x0, x1, y0, y1] = [mercatorX(west), mercatorX(east), mercatorY(north), mercatorY(south)];
      const most = Math.min((width - 2 * room) / (x1 - x0), (height - 2 * room) / (y1 - y0)) / 256;
      lie({ zoom: Math.min(closest, Math.log2(Math.max(most, 1))), x: (x0 + x1) / 2, y: (y0 + y1) / 2 }, { silent });
    }

    function gesture(next) {
      moving = next;
      const still = next.scale === 1 && !next.x && !next.y;
      panes.style.transform = still ? "" : `translate(${next.x}px, ${next.y}px) scale(${next.scale})`;
    }

    /** Grow by a factor around a point of the frame, while a gesture goes on. */
    function pinch(factor, x, y) {
      const { minZoom, maxZoom } = rudc.page.zooms;
      const scale = Math.max(2 ** (minZoom - at.zoom), Math.min(2 ** (maxZoom - at.zoom), moving.scale * factor));
      const by = scale / moving.scale;
      gesture({ scale, x: x - (x - moving.x) * by, y: y - (y - moving.y) * by });
    }

    /** A gesture is over: lie where it has brought the map. */
    function settle() {
      const { scale, x, y } = moving;
      if (scale === 1 && !x && !y) return;
      const from = origin();
      const middle = { x: (width / 2 - x) / scale + from.x, y: (height / 2 - y) / scale + from.y };
      lie({ zoom: at.zoom + Math.log2(scale), x: middle.x / size(), y: middle.y / size() });
    }

    new ResizeObserver(() => {
      if (element.clientWidth === width && element.clientHeight === height) return;
      [width, height] = [element.clientWidth, element.clientHeight];
      document.dispatchEvent(new CustomEvent("rudc:resized"));
    }).observe(element);

    return map;
  }

  /** A canvas that lies on the map, in the place of Leaflet's. */
  class Canvas {
    constructor({ pane }) {
      this.pane = pane;
      this._bounds = {
        getBottomLeft: () => ({ x: -this.beyond[0], y: this.height - this.beyond[1] }),
        getTopRight: () => ({ x: this.width - this.beyond[0], y: -this.beyond[1] }),
        contains: ({ x, y }) => x >= -this.beyond[0] && y >= -this.beyond[1] && x <= this.width - this.beyond[0] && y <= this.height - this.beyond[1],
      };
    }

    addTo(map) {
      this._map = map;
      this.element = map.pane(this.pane).appendChild(document.createElement("canvas"));
      this._ctx = this.element.getContext("2d");
      map.add(this);
      this.place();
      return this;
    }

    /** Cover the map as it lies now, and draw. */
    place() {
      const ratio = window.devicePixelRatio || 1;
      const [width, height] = this._map.size();
      this.beyond = this._map.beyond();
      [this.width, this.height] = [width + 2 * this.beyond[0], height + 2 * this.beyond[1]];
      [this.element.width, this.element.height] = [this.width * ratio, this.height * ratio];
      this.element.style.cssText = `left:${-this.beyond[0]}px;top:${-this.beyond[1]}px;width:${this.width}px;height:${this.height}px`;
      this._ctx.setTransform(ratio, 0, 0, ratio, this.beyond[0] * ratio, this.beyond[1] * ratio);
      this._redraw();
    }

    _clear() {
      this._ctx.clearRect(-this.beyond[0], -this.beyond[1], this.width, this.height);
    }
  }

  window.L = {
    Canvas: {
      extend: (methods) => {
        class Drawn extends Canvas {}
        Object.assign(Drawn.prototype, methods);
        return Drawn;
      },
    },
    latLng: (lat, lng) => ({ lat, lng }),
  };

  return { create };
})();
