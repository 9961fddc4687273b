/* Plane geometry on GeoJSON shapes: is a point inside, and a point that is. */
window.rudc = window.rudc || {};

rudc.geometry = (function () {
  "use strict";

  const rings = (shape) => (shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates);

  /** Whether a shape contains a point, by counting crossings of a ray. */
  function contains(shape, lon, lat) {
    let inside = false;
    for (const polygon of rings(shape)) {
      for (const ring of polygon) {
        for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
          const [xi, yi] = ring[i];
          const [xj, yj] = ring[j];
          if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside;
        }
      }
    }
    return inside;
  }

  /** A point inside a shape: the middle of the widest stretch of the row through its middle. */
  function pointInside(shape) {
    const largest = rings(shape).reduce((best, polygon) =>
      extent(polygon[0]).size > extent(best[0]).size ? polygon : best);
    const { south, north } = extent(largest[0]);
    const lat = south + (north - south) * 0.5003;
    const crossings = [];
    for (const ring of largest) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const [xi, yi] = ring[i];
        const [xj, yj] = ring[j];
        if (yi > lat !== yj > lat) crossings.push(((xj - xi) * (lat - yi)) / (yj - yi) + xi);
      }
    }
    crossings.sort((a, b) => a - b);
    let widest = [crossings[0], crossings[0]];
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      if (crossings[i + 1] - crossings[i] > widest[1] - widest[0]) widest = [crossings[i], crossings[i + 1]];
    }
    return L.latLng(lat, (widest[0] + widest[1]) / 2);
  }

  function extent(ring) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of ring) {
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }
    return { south, north, size: (east - west) * (north - south) };
  }

  return { contains, pointInside };
})();
