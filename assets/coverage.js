/*
 * The areas of a level as the map draws them. Leaflet makes an object of every area and every point
 * and projects all of them again at each zoom; here a path an area is made once, in units of the
 * Mercator square, and the canvas scales it.
 */
window.rudc = window.rudc || {};

rudc.coverage = (function () {
  "use strict";

  const UNITS = 2 ** 22; // path units along the side of the Mercator square: 9.6 m each
  const LON0 = 6.5; // the origin of the paths, near what is drawn: a path has 24-bit precision
  const LAT0 = 53;

  const mercatorX = (lon) => (lon + 180) / 360;
  const mercatorY = (lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
  const X0 = mercatorX(LON0);
  const Y0 = mercatorY(LAT0);
  const pathX = (lon) => (mercatorX(lon) - X0) * UNITS;
  const pathY = (lat) => (mercatorY(lat) - Y0) * UNITS;

  const PER_DEGREE = 100_000; // of the whole numbers in a file (rudc_map/view/outlines.py)

  /** Areas of a level by their codes; where they come in pieces, some are not there yet. */
  function create(codes, areas = new Array(codes.length)) {
    const index = new Map(codes.map((code, i) => [code, i]));
    let pieces = 0;
    return {
      codes,
      areas,
      pieces: () => pieces,
      add: (others) => {
        pieces += 1;
        for (const area of others) areas[index.get(area.code)] = area;
      },
      has: (code) => Boolean(areas[index.get(code)]),
      get: (code) => areas[index.get(code)],
      codeAt: (lon, lat) => {
        const found = areas.find((area) => area && holds(area, lon, lat));
        return found ? found.code : null;
      },
    };
  }

  /** The areas in a file of whole numbers, in their order. */
  function read({ codes, polygons, rings, points, steps }) {
    const places = new Float64Array(steps.length);
    let [x, y] = [0, 0];
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      places[i] = x / PER_DEGREE;
      places[i + 1] = y / PER_DEGREE;
    }
    let [polygon, ring, from] = [0, 0, 0];
    return codes.map((code, i) => {
      const parts = [];
      for (let left = polygons[i]; left > 0; left -= 1, polygon += 1) {
        const lines = [];
        for (let more = rings[polygon]; more > 0; more -= 1, ring += 1) {
          lines.push(places.subarray(from, from + 2 * points[ring]));
          from += 2 * points[ring];
        }
        parts.push(lines);
      }
      return new Area(code, parts);
    });
  }

  /** An area of a level; its path and its geometry are made when they are first asked for. */
  class Area {
    constructor(code, parts) {
      this.code = code;
      this.parts = parts; // polygons, each of rings [lon, lat, lon, lat, ...]
      this.box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const [edge] of parts) {
        for (let i = 0; i < edge.length; i += 2) {
          if (edge[i] < this.box[0]) this.box[0] = edge[i];
          if (edge[i] > this.box[2]) this.box[2] = edge[i];
          if (edge[i + 1] < this.box[1]) this.box[1] = edge[i + 1];
          if (edge[i + 1] > this.box[3]) this.box[3] = edge[i + 1];
        }
      }
    }

    get path() {
      const path = new Path2D();
      for (const ring of this.parts.flat()) {
        path.moveTo(pathX(ring[0]), pathY(ring[1]));
        for (let i = 2; i < ring.length; i += 2) path.lineTo(pathX(ring[i]), pathY(ring[i + 1]));
        path.closePath();
      }
      Object.defineProperty(this, "path", { value: path });
      return path;
    }

    get geometry() {
      const closed = (ring) => [...Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i], ring[2 * i + 1]]), [ring[0], ring[1]]];
      const geometry = { type: "MultiPolygon", coordinates: this.parts.map((rings) => rings.map(closed)) };
      Object.defineProperty(this, "geometry", { value: geometry });
      return geometry;
    }
  }

  /** A geometry with its path and its box [west, south, east, north]. */
  function shapeOf(geometry) {
    const path = new Path2D();
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    const closed = geometry.type.endsWith("Polygon");
    for (const line of linesOf(geometry)) {
      for (let i = 0; i < line.length; i += 1) {
        const [lon, lat] = line[i];
        if (lon < box[0]) box[0] = lon;
        if (lat < box[1]) box[1] = lat;
        if (lon > box[2]) box[2] = lon;
        if (lat > box[3]) box[3] = lat;
        if (i === 0) path.moveTo(pathX(lon), pathY(lat));
        else path.lineTo(pathX(lon), pathY(lat));
      }
      if (closed) path.closePath();
    }
    return { geometry, path, box };
  }

  function linesOf({ type, coordinates }) {
    if (type === "LineString") return [coordinates];
    return type === "MultiPolygon" ? coordinates.flat() : coordinates;
  }

  function holds({ geometry, box }, lon, lat) {
    return lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3] &&
      rudc.geometry.contains(geometry, lon, lat);
  }

  /** Whether a shape's box and another meet. */
  const meets = ({ box }, other) =>
    box[0] <= other[2] && box[2] >= other[0] && box[1] <= other[3] && box[3] >= other[1];

  /**
   * From path units to the pixels of a map at a zoom, whose pixel [0, 0] is at `origin` in the
   * Mercator square: scale, and where the origin of the paths comes.
   */
  function projection(zoom, origin) {
    const size = 256 * 2 ** zoom;
    return { scale: size / UNITS, x: X0 * size - origin.x, y: Y0 * size - origin.y };
  }

  /** From path units to the pixels of a picture that bounds [[south, west], [north, east]] fill. */
  function fitting([[south, west], [north, east]], width, height) {
    const scale = Math.min(width / (pathX(east) - pathX(west)), height / (pathY(south) - pathY(north)));
    const x = width / 2 - ((pathX(west) + pathX(east)) / 2) * scale;
    const y = height / 2 - ((pathY(south) + pathY(north)) / 2) * scale;
    return { scale, x, y };
  }

  /** The place [degrees] of a pixel of such a picture. */
  function placeOf({ scale, x, y }, at) {
    const mx = (at.x - x) / scale / UNITS + X0;
    const my = (at.y - y) / scale / UNITS + Y0;
    const lat = (Math.atan(Math.exp((0.5 - my) * 2 * Math.PI)) * 360) / Math.PI - 90;
    return { lng: mx * 360 - 180, lat };
  }

  /** A point inside a shape, found once. */
  function centreOf(shape) {
    shape.centre = shape.centre || rudc.geometry.pointInside(shape.geometry);
    return shape.centre;
  }

  /** The box of several shapes as Leaflet's bounds. */
  function boundsOf(shapes) {
    const bounds = L.latLngBounds([]);
    for (const { box } of shapes) bounds.extend([box[1], box[0]]).extend([box[3], box[2]]);
    return bounds;
  }

  return { create, read, shapeOf, meets, mercatorX, mercatorY, projection, fitting, placeOf, centreOf, boundsOf };
})();
