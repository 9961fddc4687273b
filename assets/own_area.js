/* The own area in an address: v:<polyline>:<by>, c:<lat>,<lon>,<radius>:<by> or g:<codes>:<by>. */
window.rudc = window.rudc || {};

rudc.ownArea = (function () {
  "use strict";

  const PRECISION = 1e5;
  const METRES_PER_DEGREE = 111_320;

  /** Its parts: kind, what (polyline, circle or codes) and by; null for none. */
  function parts(code) {
    if (!code) return null;
    const [, kind, what, by] = code.match(/^([vcg]):(.*):(\w+)$/s);
    return { kind, what, by };
  }

  /** Its outline as GeoJSON, null where the areas it is made of are not on the map. */
  function geometryOf(code) {
    const own = parts(code);
    if (!own) return null;
    if (own.kind === "v") return polygon(decoded(own.what));
    if (own.kind === "c") return polygon(circle(...own.what.split(",").map(Number)));
    const shapes = own.what.split(",").map(rudc.map.shape).filter(Boolean);
    const rings = shapes.flatMap(({ geometry: { type, coordinates } }) => (type === "Polygon" ? [coordinates] : coordinates));
    return rings.length ? { type: "MultiPolygon", coordinates: rings } : null;
  }

  function polygon(vertices) {
    const ring = vertices.map(([lat, lon]) => [lon, lat]);
    return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
  }

  /** Vertices [lat, lon] around a centre; the radius in metres. */
  function circle(lat, lon, radius) {
    const north = radius / METRES_PER_DEGREE;
    const east = north / Math.cos((lat * Math.PI) / 180);
    return Array.from({ length: 72 }, (_, i) => {
      const angle = (i / 36) * Math.PI;
      return [lat + north * Math.cos(angle), lon + east * Math.sin(angle)];
    });
  }

  /* --- encoded polylines (Google's algorithm, 5 decimals) ------------------------------------- */

  function encoded(vertices) {
    let before = [0, 0];
    return vertices.map((vertex) => {
      const at = vertex.map((degrees) => Math.round(degrees * PRECISION));
      const step = at.map((value, i) => encodedNumber(value - before[i])).join("");
      before = at;
      return step;
    }).join("");
  }

  function encodedNumber(value) {
    let rest = value < 0 ? ~(value << 1) : value << 1;
    let code = "";
    while (rest >= 0x20) {
      code += String.fromCharCode((0x20 | (rest & 0x1f)) + 63);
      rest >>= 5;
    }
    return code + String.fromCharCode(rest + 63);
  }

  function decoded(code) {
    const numbers = [];
    let value = 0;
    let shift = 0;
    for (const letter of code) {
      const bits = letter.charCodeAt(0) - 63;
      value |= (bits & 0x1f) << shift;
      shift += 5;
      if (bits < 0x20) {
        numbers.push(value & 1 ? ~(value >> 1) : value >> 1);
        value = 0;
        shift = 0;
      }
    }
    const vertices = [];
    let [lat, lon] = [0, 0];
    for (let i = 0; i + 1 < numbers.length; i += 2) {
      lat += numbers[i];
      lon += numbers[i + 1];
      vertices.push([lat / PRECISION, lon / PRECISION]);
    }
    return vertices;
  }

  return { parts, geometryOf, encoded, decoded };
})();
