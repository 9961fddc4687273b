/*
 * Which area lies beside which, for the arrow keys: for each area one in each direction. Where the
 * nearest ones leave an area out, it takes the place of another's choice, so that arrows lead from
 * every area to every other.
 */
window.rudc = window.rudc || {};

rudc.ways = (function () {
  "use strict";

  const DIRECTIONS = [[-1, 0], [1, 0], [0, 1], [0, -1]]; // west, east, north, south
  const AHEAD = Math.tan((50 * Math.PI) / 180); // areas within this angle come first
  const ASIDE = Math.tan((80 * Math.PI) / 180);
  const PER_DEGREE = 100_000; // corners are told apart by whole numbers
  const NOWHERE = -1;

  /** The choices of areas: `beside(code, [east, north])` is the code of another area, null for none. */
  function between(areas) {
    const ground = groundOf(areas);
    const choices = areas.map((_, from) => DIRECTIONS.map((way) => nearestTo(ground, from, way)));
    joinAll(ground, choices);
    const index = new Map(areas.map(({ code }, i) => [code, i]));
    return (code, [east, north]) => {
      const way = DIRECTIONS.findIndex(([x, y]) => x === east && y === north);
      const found = index.has(code) ? choices[index.get(code)][way] : NOWHERE;
      return found === NOWHERE ? null : areas[found].code;
    };
  }

  /** The middles of areas, in degrees of latitude both ways, and which areas share a corner. */
  function groundOf(areas) {
    const shrunk = Math.cos(((areas.length ? areas[0].box[1] : 0) * Math.PI) / 180);
    return {
      x: Float64Array.from(areas, ({ box }) => ((box[0] + box[2]) / 2) * shrunk),
      y: Float64Array.from(areas, ({ box }) => (box[1] + box[3]) / 2),
      near: neighboursOf(areas),
      all: areas.map((_, i) => i),
    };
  }

  /** In a coverage, neighbours have the points of their border in common. */
  function neighboursOf(areas) {
    const near = areas.map(() => new Set());
    const at = new Map(); // a corner -> the areas that have it
    areas.forEach(({ parts }, i) => {
      for (const ring of parts.flat()) {
        for (let k = 0; k < ring.length; k += 2) {
          const corner = Math.round(ring[k] * PER_DEGREE) * 2 ** 24 + Math.round(ring[k + 1] * PER_DEGREE);
          if (!at.has(corner)) at.set(corner, new Set());
          at.get(corner).add(i);
        }
      }
    });
    for (const shared of at.values()) {
      for (const one of shared) for (const other of shared) if (one !== other) near[one].add(other);
    }
    return near;
  }

  /** The nearest area in a direction: a neighbour before others, straight ahead before aside. */
  function nearestTo(ground, from, way) {
    const beside = nearestOf(ground, from, way, ground.near[from]);
    return beside === NOWHERE ? nearestOf(ground, from, way, ground.all) : beside;
  }

  function nearestOf({ x, y }, from, [east, north], others) {
    const found = { ahead: NOWHERE, aside: NOWHERE };
    const least = { ahead: Infinity, aside: Infinity };
    for (const to of others) {
      const along = (x[to] - x[from]) * east + (y[to] - y[from]) * north;
      if (along <= 0) continue; // most areas end here, which saves a second for a whole country
      const across = Math.abs((x[to] - x[from]) * north - (y[to] - y[from]) * east);
      const cost = costOf(along, across);
      const where = across <= along * AHEAD ? "ahead" : "aside";
      if (across <= along * ASIDE && cost < least[where]) [found[where], least[where]] = [to, cost];
    }
    return found.ahead === NOWHERE ? found.aside : found.ahead;
  }

  /** How far an area is, more so where it lies aside. */
  const costOf = (along, across) => (along * along + across * across) / along;

  /* --- from every area to every other -------------------------------------------------------------- */

  /**
   * First lead from one area to all, then from all back to it. A choice that others are reached by
   * is held; any other may give way to an area that is left out.
   */
  function joinAll(ground, choices) {
    if (choices.length < 2) return;
    const held = new Set(); // area * 4 + direction
    joinFrom(ground, choices, held);
    joinTo(ground, choices, held);
  }

  function joinFrom(ground, choices, held) {
    const reached = new Set([0]);
    const follow = (queue) => {
      for (const from of queue) {
        choices[from].forEach((to, way) => {
          if (to === NOWHERE || reached.has(to)) return;
          reached.add(to);
          held.add(from * 4 + way);
          queue.push(to);
        });
      }
    };
    follow([0]);
    layLinks(ground, reached, held, (left, other) => [other, left], ({ from, to, way }) => {
      choices[from][way] = to;
      held.add(from * 4 + way);
      reached.add(to);
      follow([to]);
    });
  }

  function joinTo(ground, choices, held) {
    const back = new Set([0]);
    const follow = () => {
      for (let size = 0; size < back.size;) {
        size = back.size;
        choices.forEach((tos, from) => {
          if (!back.has(from) && tos.some((to) => back.has(to))) back.add(from);
        });
      }
    };
    follow();
    layLinks(ground, back, held, (left, other) => [left, other], ({ from, to, way }) => {
      choices[from][way] = to;
      follow();
    });
  }

  /** Lay links until no area is outside the set: the shortest first, between neighbours before others. */
  function layLinks(ground, within, held, ends, lay) {
    const neighbours = [(left) => [...ground.near[left]].filter((other) => within.has(other)), () => within];
    for (let ways = neighbours; within.size < ground.all.length && ways.length;) {
      const left = ground.all.filter((i) => !within.has(i));
      const links = left.flatMap((one) => linksOf(ground, one, ways[0](one), ends)).sort((a, b) => a.cost - b.cost);
      const laid = links.filter((link) => {
        const free = !within.has(link.left) && !held.has(link.from * 4 + link.way);
        if (free) lay(link);
        return free;
      });
      ways = laid.length ? neighbours : ways.slice(1);
    }
  }

  /** The links that could be laid between an area that is left out and others. */
  function linksOf({ x, y }, left, others, ends) {
    const links = [];
    for (const other of others) {
      const [from, to] = ends(left, other);
      DIRECTIONS.forEach(([east, north], way) => {
        const along = (x[to] - x[from]) * east + (y[to] - y[from]) * north;
        const across = Math.abs((x[to] - x[from]) * north - (y[to] - y[from]) * east);
        if (along > 0 && across <= along * ASIDE) links.push({ left, from, to, way, cost: costOf(along, across) });
      });
    }
    return links;
  }

  return { between };
})();
