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
  const IN_CELL = 4; // areas in a cell of the grid, on average
  const AROUND = 3; // cells within which an area that is left out is linked, if it can be

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
    const x = Float64Array.from(areas, ({ box }) => ((box[0] + box[2]) / 2) * shrunk);
    const y = Float64Array.from(areas, ({ box }) => (box[1] + box[3]) / 2);
    return { x, y, near: neighboursOf(areas), all: areas.map((_, i) => i), grid: gridOf(x, y) };
  }

  /** Square cells with the areas whose middle is in them, so that the nearest is found without asking all. */
  function gridOf(x, y) {
    const [west, east, south, north] = [least(x), -least(x.map((at) => -at)), least(y), -least(y.map((at) => -at))];
    const size = Math.sqrt(((east - west) * (north - south) * IN_CELL) / Math.max(1, x.length)) || east - west || north - south || 1;
    const [columns, rows] = [Math.floor((east - west) / size) + 1, Math.floor((north - south) / size) + 1];
    const column = x.map((at) => Math.floor((at - west) / size));
    const row = y.map((at) => Math.floor((at - south) / size));
    const cells = Array.from({ length: columns * rows }, () => []);
    for (let i = 0; i < x.length; i += 1) cells[row[i] * columns + column[i]].push(i);
    return { size, columns, rows, column, row, cells };
  }

  const least = (numbers) => numbers.reduce((a, b) => Math.min(a, b), Infinity);

  /** In a coverage, neighbours have the points of their border in common. */
  function neighboursOf(areas) {
    const near = areas.map(() => new Set());
    const at = new Map(); // a corner -> the area that has it, or a list of them
    areas.forEach(({ parts }, i) => {
      for (const ring of parts.flat()) {
        for (let k = 0; k < ring.length; k += 2) {
          const corner = Math.round(ring[k] * PER_DEGREE) * 2 ** 24 + Math.round(ring[k + 1] * PER_DEGREE);
          const others = at.get(corner);
          if (others === undefined) at.set(corner, [i]);
          else if (!others.includes(i)) others.push(i);
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
    const beside = nearestOf(search(ground, from, way), ground.near[from]);
    return beside === NOWHERE ? nearestOfAll(ground, from, way) : beside;
  }

  /** What is found in a direction so far: the nearest area ahead, and the nearest aside. */
  const search = ({ x, y }, from, [east, north]) => ({ x, y, from, east, north, ahead: NOWHERE, aside: NOWHERE, leastAhead: Infinity, leastAside: Infinity });

  function nearestOf(found, others) {
    const { x, y, from, east, north } = found;
    for (const to of others) {
      const along = (x[to] - x[from]) * east + (y[to] - y[from]) * north;
      if (along <= 0) continue;
      const across = Math.abs((x[to] - x[from]) * north - (y[to] - y[from]) * east);
      if (across > along * ASIDE) continue;
      const cost = costOf(along, across);
      if (across <= along * AHEAD) {
        if (cost < found.leastAhead) [found.ahead, found.leastAhead] = [to, cost];
      } else if (cost < found.leastAside) [found.aside, found.leastAside] = [to, cost];
    }
    return found.ahead === NOWHERE ? found.aside : found.ahead;
  }

  /**
   * The nearest of all areas in a direction, by rings of cells around the one it is in. What lies
   * ahead costs at least its distance, so no later ring has a nearer one than what the last has passed.
   */
  function nearestOfAll(ground, from, way) {
    const { size, columns, rows } = ground.grid;
    const found = search(ground, from, way);
    for (let ring = 0; ring < Math.max(columns, rows) && found.leastAhead > (ring - 1) * size; ring += 1) {
      for (const cell of ringOf(ground.grid, from, way, ring)) nearestOf(found, cell);
    }
    return nearestOf(found, []);
  }

  /** The cells at a distance of so many cells, but for those that lie behind. */
  function* ringOf({ columns, rows, column, row, cells }, from, [east, north], ring) {
    const [c, r] = [column[from], row[from]];
    const low = Math.max(0, north > 0 ? r : r - ring);
    const high = Math.min(rows - 1, north < 0 ? r : r + ring);
    const [left, right] = [Math.max(0, east > 0 ? c : c - ring), Math.min(columns - 1, east < 0 ? c : c + ring)];
    for (let j = low; j <= high; j += 1) {
      const step = Math.abs(j - r) === ring ? 1 : Math.max(1, 2 * ring); // a whole row, or its two ends
      for (let i = step === 1 ? left : c - ring; i <= right; i += step) if (i >= left) yield cells[j * columns + i];
    }
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
    const inside = (other) => within.has(other);
    const neighbours = [(left) => [...ground.near[left]].filter(inside), (left) => around(ground.grid, left).filter(inside), () => within];
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

  /** The areas in the cells around one. */
  function around({ columns, rows, column, row, cells }, left) {
    const found = [];
    for (let j = Math.max(0, row[left] - AROUND); j <= Math.min(rows - 1, row[left] + AROUND); j += 1) {
      for (let i = Math.max(0, column[left] - AROUND); i <= Math.min(columns - 1, column[left] + AROUND); i += 1) found.push(...cells[j * columns + i]);
    }
    return found;
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
