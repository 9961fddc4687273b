/* From values to classes and colours. */
window.rudc = window.rudc || {};

rudc.classes = (function () {
  "use strict";

  // classes below zero: how an area without a class is drawn
  const UNKNOWN = -1; // secret or not published: hatched
  const EMPTY = -2; // no or too few inhabitants: dotted
  const OUTSIDE = -3; // outside the region: outline only
  const KIND_OF_LETTER = { g: UNKNOWN, n: UNKNOWN, x: UNKNOWN, v: UNKNOWN, 0: EMPTY, w: EMPTY };
  const REASON_OF_LETTER = {
    g: "geheim",
    n: "niet_gepubliceerd",
    0: "geen_inwoners",
    w: "te_weinig_inwoners",
    x: "niet_op_dit_niveau",
    v: "niet_vergelijkbaar",
  };

  /**
   * Everything the map and the legend need to draw a state: the breaks, a colour a class, and a
   * class an area (in geometry order). `areas` is needed for a difference only, `codes` always.
   */
  function painting(state, payload, codes, areas = null) {
    const shown = shownValues(state, payload, codes, areas);
    const breaks = breaksFor(state, payload);
    const colours = coloursFor(state, breaks.length + 1);
    const inside = insideRegion(state, codes);
    const centre = centreOf(state);
    const classOf = new Int8Array(shown.length);
    const counts = new Array(breaks.length + 1).fill(0);
    const reasons = {};
    for (let i = 0; i < shown.length; i += 1) {
      if (!inside[i]) {
        classOf[i] = OUTSIDE;
      } else if (shown[i] === null) {
        const letter = payload.missing[i] === "-" ? "n" : payload.missing[i];
        classOf[i] = KIND_OF_LETTER[letter];
        const reason = REASON_OF_LETTER[letter];
        reasons[reason] = (reasons[reason] || 0) + 1;
      } else {
        classOf[i] = classIndex(shown[i], breaks, centre);
        counts[classOf[i]] += 1;
      }
    }
    return { level: state.level, region: state.region, centre, breaks, colours, classOf, counts, reasons, shown, inside, extent: extentOf(shown, inside) };
  }

  /** The values that are coloured: as they are, or their difference with the reference. */
  function shownValues(state, payload, codes, areas) {
    if (!state.display.difference) return payload.values;
    return payload.values.map((value, i) => differenceOf(state, payload, areas, codes[i], value));
  }

  function differenceOf(state, payload, areas, code, value) {
    const reference = referenceOf(state, payload, areas, code);
    if (value === null || reference === null) return null;
    const factor = 10 ** rudc.page.indicator(state.indicator).decimals;
    return Math.round((value - reference) * factor) / factor;
  }

  /** The value an area is compared with, null where there is none. */
  function referenceOf(state, payload, areas, code) {
    const given = payload.references;
    const known = (value) => (value === undefined ? null : value);
    if (given.special) {
      const area = areas.find(code);
      if (given.special.values === null) return known(given.special.value);
      return area && area.level === state.level ? given.special.values[area.index] : null;
    }
    if (state.reference === "provincie") return known(given.provincie[areas.provinceOf(code)]);
    if (state.reference === "gemeente") return known(given.gemeente[areas.gemeenteOf(code)]);
    return known(given[state.reference]);
  }

  function breaksFor(state, payload) {
    const { scheme, classes, difference, ownBreaks } = state.display;
    if (difference) return payload.references.special ? payload.references.special.breaks : payload.difference[state.reference];
    if (scheme === "eigen") return ownBreaks;
    return payload.breaks[scheme][classes];
  }

  /**
   * Index of a value's class: the number of breaks below it. On a diverging scale the breaks below
   * the centre are in the class above them, so that a difference of -1 is as neutral as one of +1.
   */
  function classIndex(value, breaks, centre = null) {
    let index = 0;
    while (index < breaks.length && above(value, breaks[index], centre)) index += 1;
    return index;
  }

  const above = (value, edge, centre) => (centre !== null && edge < centre ? value >= edge : value > edge);

  /** The value that a diverging scale is centred on, null for a sequential one. */
  function centreOf(state) {
    return state.display.difference ? 0 : rudc.page.indicator(state.indicator).divergingAt;
  }

  function coloursFor(state, count) {
    if (centreOf(state) !== null) return ramp(rudc.page.diverging, count);
    return ramp(rudc.page.palettes[state.display.palette].stops, count);
  }

  /** `count` colours evenly along the stops of a palette. */
  function ramp(stops, count) {
    if (count === 1) return [stops[Math.floor(stops.length / 2)]];
    return Array.from({ length: count }, (_, i) => {
      const at = (i / (count - 1)) * (stops.length - 1);
      const low = Math.floor(at);
      const high = Math.min(low + 1, stops.length - 1);
      return blend(stops[low], stops[high], at - low);
    });
  }

  function blend(from, to, share) {
    const channel = (colour, i) => parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
    const mixed = [0, 1, 2].map((i) => Math.round(channel(from, i) * (1 - share) + channel(to, i) * share));
    return `#${mixed.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
  }

  function insideRegion(state, codes) {
    const { gemeenten } = rudc.page.region(state.region);
    const inside = new Uint8Array(codes.length).fill(1);
    if (!gemeenten.length) return inside;
    const wanted = new Set(gemeenten);
    return inside.map((_, i) => (wanted.has(`GM${codes[i].slice(2, 6)}`) ? 1 : 0));
  }

  function extentOf(shown, inside) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < shown.length; i += 1) {
      if (inside[i] && shown[i] !== null) {
        low = Math.min(low, shown[i]);
        high = Math.max(high, shown[i]);
      }
    }
    return low > high ? null : [low, high];
  }

  /** Why an area, by its index, has no value. */
  function whyMissing({ missing }, index) {
    const reason = REASON_OF_LETTER[missing[index]] || REASON_OF_LETTER.n;
    return rudc.format.text(`missing.${reason}`);
  }

  /** The share of an area's value that is an estimate, 0 to 1: its boundaries changed. */
  const inexactOf = ({ inexact }, index) => (inexact && inexact[index]) || 0;

  return {
    whyMissing,
    inexactOf,
    UNKNOWN,
    EMPTY,
    OUTSIDE,
    painting,
    referenceOf,
    differenceOf,
    classIndex,
    ramp,
    reasonOf: (letter) => REASON_OF_LETTER[letter] || null,
  };
})();
