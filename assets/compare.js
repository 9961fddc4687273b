/* How areas stand among each other, from the values the map already has. */
window.rudc = window.rudc || {};

rudc.compare = (function () {
  "use strict";

  /**
   * The standing of every area of the region that has a value: highest first, with ranks
   * (equal values share the best rank) and percentiles (equal ones counted half), as
   * rudc_map/analysis/rank.py defines them.
   */
  function standing({ state, payload, areas, painting }) {
    const codes = areas.levels[state.level].codes;
    const ordered = [];
    for (let i = 0; i < codes.length; i += 1) {
      if (painting.inside[i] && payload.values[i] !== null) ordered.push({ code: codes[i], value: payload.values[i] });
    }
    ordered.sort((a, b) => b.value - a.value || (a.code < b.code ? -1 : 1));
    const n = ordered.length;
    const places = new Map();
    for (let start = 0; start < n; ) {
      let end = start;
      while (end < n && ordered[end].value === ordered[start].value) end += 1;
      const lower = n - end;
      const equal = end - start - 1;
      for (let i = start; i < end; i += 1) {
        const percentile = n > 1 ? ((lower + equal / 2) / (n - 1)) * 100 : null;
        places.set(ordered[i].code, { rank: start + 1, tied: equal > 0, percentile, n });
      }
      start = end;
    }
    return { ordered, n, of: (code) => places.get(code) || null };
  }

  /** Value at a share of an ordered list (highest first), linear between neighbours. */
  function quantile(ordered, share) {
    if (!ordered.length) return null;
    const at = (1 - share) * (ordered.length - 1);
    const low = Math.floor(at);
    const high = Math.min(low + 1, ordered.length - 1);
    return ordered[low].value + (ordered[high].value - ordered[low].value) * (at - low);
  }

  /**
   * What is known of one area: its value or why there is none, its reference, and where it lacks a
   * value, that of its gemeente as a labelled fallback. `inexact` is the estimated share of
   * it, `status` says in words what it is that is not final.
   */
  function facts(view, code) {
    const { state, payload, areas } = view;
    if (code === rudc.data.OWN) return ownFacts(view);
    const area = areas.find(code);
    const gemeente = areas.gemeenteOf(code);
    const ofGemeente = payload.references.gemeente[gemeente];
    let value = null;
    let reason = "niet_op_dit_niveau";
    let inexact = 0;
    let status = null;
    if (area && area.level === state.level) {
      value = payload.values[area.index];
      reason = value === null ? rudc.classes.reasonOf(payload.missing[area.index]) : null;
      inexact = rudc.classes.inexactOf(payload, area.index);
      status = rudc.age.statusOf(payload, area.index);
    } else if (area && area.level === "gemeente" && ofGemeente !== undefined) {
      value = ofGemeente;
      reason = null;
    }
    const reference = rudc.classes.referenceOf(state, payload, areas, code);
    const fallback =
      value === null && code !== gemeente && ofGemeente !== undefined ? { code: gemeente, value: ofGemeente } : null;
    const difference = value === null ? null : rudc.classes.differenceOf(state, payload, areas, code, value);
    return { code, level: area ? area.level : null, value, reason, inexact, status, reference, difference, fallback };
  }

  /** What is known of the own area. */
  function ownFacts(view) {
    const { state, payload, areas, indicator, own } = view;
    const value = own ? own.values[indicator.periods.indexOf(state.period)] : null;
    const reference = rudc.classes.referenceOf(state, payload, areas, standIn(view, rudc.data.OWN));
    const difference = value === null || reference === null ? null : rounded(value - reference, indicator.decimals);
    const reason = value === null ? "eigen" : null;
    return { code: rudc.data.OWN, level: "eigen", value, reason, inexact: 0, status: null, reference, difference, fallback: null };
  }

  /**
   * The code by which an area's gemeente and provincie are known: its own, or for the own area that
   * of one of its parts if all of them lie in the same one; else empty.
   */
  function standIn({ state, areas, own }, code) {
    if (code !== rudc.data.OWN) return code;
    const parentOf = { gemeente: areas.gemeenteOf, provincie: areas.provinceOf }[state.reference];
    if (!own || !parentOf) return "";
    const parts = Object.keys(own.shares);
    return new Set(parts.map(parentOf)).size === 1 ? parts[0] : "";
  }

  const rounded = (value, decimals) => Math.round(value * 10 ** decimals) / 10 ** decimals;

  /** The codes of what is compared: the selected areas and, last, the own area. */
  const compared = ({ state }) => (state.own ? [...state.areas, rudc.data.OWN] : state.areas);

  /** The colour and the label of what is compared: a number, or E for the own area. */
  function badge({ state }, code) {
    if (code === rudc.data.OWN) return { colour: rudc.look.colour("ink"), label: "E" };
    const at = state.areas.indexOf(code);
    return { colour: rudc.page.selection[at], label: String(at + 1) };
  }

  /** The 95% interval of what is compared, null where there is none: {lower, upper, small}. */
  function interval(view, code) {
    const { state, intervals, areas, own, indicator } = view;
    if (code === rudc.data.OWN) {
      const at = indicator.periods.indexOf(state.period);
      return own && own.lower && own.lower[at] !== null ? { lower: own.lower[at], upper: own.upper[at], small: own.small[at] } : null;
    }
    const area = areas.find(code);
    if (!intervals || !area || area.level !== state.level || intervals.lower[area.index] === null) return null;
    const small = intervals.small.includes(area.index);
    return { lower: intervals.lower[area.index], upper: intervals.upper[area.index], small };
  }

  /**
   * Whether the difference with the reference is clear: the intervals do not overlap (a reference
   * without one is a point), as rudc_map/analysis/intervals.py defines it.
   */
  function verdict(view, code) {
    const own = interval(view, code);
    const { reference } = facts(view, code);
    if (!own || reference === null) return null;
    const { special } = view.payload.references;
    const limits = special && special.lower !== null ? special : { lower: reference, upper: reference };
    if (own.lower > limits.upper) return "duidelijk_hoger";
    return own.upper < limits.lower ? "duidelijk_lager" : "geen_duidelijk_verschil";
  }

  const SIGNS = { hoger_is_beter: 1, hoger_is_slechter: -1, geen: 0 };

  /**
   * Whether a difference with the reference is good news: "better", "worse", "same", "unclear" (chance
   * may explain it), "unsure" (of an estimate or a rate whose margin is not known), null where neither can
   * be said, as rudc_map/view/judgements.py has it. Margins are there for the level that is shown only.
   */
  function judgement(view, code) {
    const { direction, aggregation, chance, interval: hasMargin } = view.indicator;
    const { difference, level } = facts(view, code);
    if (difference === null || !SIGNS[direction] || aggregation === "som") return null;
    if (difference === 0) return "same";
    const seen = verdict(view, code);
    if (seen === "geen_duidelijk_verschil") return "unclear";
    if (seen === null && chance === "onbekend") return "unsure";
    if (seen === null && hasMargin) return level === view.state.level || level === "eigen" ? "unsure" : null;
    return SIGNS[direction] * difference > 0 ? "better" : "worse";
  }

  /** Why a figure is missing that an area could well have had. */
  const UNPUBLISHED = new Set(["niet_gepubliceerd", "niet_op_dit_niveau", "niet_vergelijkbaar"]);

  /**
   * Where a value stands among others of the level: in its gemeente, region, provincie, the country;
   * null where the data lack areas or most of their figures, as rudc_map/view/standings.py has it.
   */
  function places(view, code) {
    const { state, payload, areas } = view;
    const codes = areas.levels[state.level].codes;
    const provincie = areas.provinceOf(code);
    const among = {
      gemeente: ["buurt", "wijk"].includes(state.level) ? (other) => areas.gemeenteOf(other) === areas.gemeenteOf(code) : null,
      regio: areas.hasAll(state.level, rudc.page.region(state.region).gemeenten) ? (other, i) => view.painting.inside[i] : null,
      provincie: state.level !== "provincie" && areas.hasAll(state.level, areas.gemeentenIn(provincie)) ? (other) => areas.provinceOf(other) === provincie : null,
      nederland: areas.hasAll(state.level, []) ? () => true : null,
    };
    const { value, level } = facts(view, code);
    return Object.fromEntries(Object.entries(among).map(([name, belongs]) => {
      if (!belongs || value === null || level !== state.level) return [name, null];
      let higher = 0;
      let equal = 0;
      let n = 0;
      let unpublished = 0;
      for (let i = 0; i < codes.length; i += 1) {
        const other = payload.values[i];
        if (!belongs(codes[i], i)) continue;
        if (other === null) {
          if (UNPUBLISHED.has(rudc.classes.reasonOf(payload.missing[i]))) unpublished += 1;
          continue;
        }
        n += 1;
        if (other > value) higher += 1;
        else if (other === value) equal += 1;
      }
      const itself = name === "regio" && !view.painting.inside[areas.find(code).index];
      if (itself || n < unpublished) return [name, null];
      const percentile = n > 1 ? ((n - higher - equal + (equal - 1) / 2) / (n - 1)) * 100 : null;
      return [name, { rank: higher + 1, tied: equal > 1, n, percentile }];
    }));
  }

  return { standing, quantile, facts, compared, standIn, badge, interval, verdict, judgement, places };
})();
