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
   * value, that of its gemeente as a labelled fallback.
   */
  function facts(view, code) {
    const { state, payload, areas } = view;
    const area = areas.find(code);
    const gemeente = areas.gemeenteOf(code);
    const ofGemeente = payload.references.gemeente[gemeente];
    let value = null;
    let reason = "niet_op_dit_niveau";
    if (area && area.level === state.level) {
      value = payload.values[area.index];
      reason = value === null ? rudc.classes.reasonOf(payload.missing[area.index]) : null;
    } else if (area && area.level === "gemeente" && ofGemeente !== undefined) {
      value = ofGemeente;
      reason = null;
    }
    const reference = rudc.classes.referenceOf(state, payload, areas, code);
    const fallback =
      value === null && code !== gemeente && ofGemeente !== undefined ? { code: gemeente, value: ofGemeente } : null;
    const difference = value === null ? null : rudc.classes.differenceOf(state, payload, areas, code, value);
    return { code, level: area ? area.level : null, value, reason, reference, difference, fallback };
  }

  return { standing, quantile, facts };
})();
