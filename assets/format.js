/* Numbers, units and texts in the language of the page. */
window.rudc = window.rudc || {};

rudc.format = (function () {
  "use strict";

  const formats = new Map();

  function number(value, decimals) {
    const key = `${decimals}`;
    if (!formats.has(key)) {
      const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
      formats.set(key, new Intl.NumberFormat(rudc.page.lang === "en" ? "en-GB" : "nl-NL", digits));
    }
    return formats.get(key).format(value === 0 ? 0 : value).replace("-", "\u2212");
  }

  const THOUSANDS = /^× € ?1[.,]000$/;
  const EUROS = /^€/;

  /** A value of an indicator with its unit, only the number where `bare`, with % and € but no words where `brief`. */
  function value(indicator, amount, { bare = false, brief = false } = {}) {
    if (amount === null || amount === undefined) return "–";
    const category = indicator.categories.find(([at]) => at === amount);
    if (category) return bare ? number(amount, 0) : category[1];
    const { unit, decimals } = indicator;
    if (THOUSANDS.test(unit)) return money(amount * 1000, 0);
    if (EUROS.test(unit)) return money(amount, decimals) + (bare || brief ? "" : unit.slice(1));
    const plain = number(amount, decimals);
    if (bare || !unit) return plain;
    if (unit === "%") return `${plain}%`;
    return brief ? plain : `${plain} ${unit}`;
  }

  /** A difference with its sign; a difference of percentages is in percentage points. */
  function difference(indicator, amount, { bare = false } = {}) {
    if (amount === null || amount === undefined) return "–";
    const sign = amount > 0 ? "+" : amount < 0 ? "\u2212" : "";
    const size = Math.abs(amount);
    const { unit, decimals } = indicator;
    if (THOUSANDS.test(unit)) return sign + money(size * 1000, 0);
    if (EUROS.test(unit)) return sign + money(size, decimals);
    const plain = sign + number(size, decimals);
    return unit === "%" && !bare ? `${plain} ${text("unit.points")}` : plain;
  }

  function money(amount, decimals) {
    const sign = amount < 0 ? "\u2212" : "";
    const gap = rudc.page.lang === "en" ? "" : "\u00a0";
    return `${sign}€${gap}${number(Math.abs(amount), decimals)}`;
  }

  /** The text of a key with its named gaps filled. */
  function text(key, gaps = {}) {
    const template = rudc.page.texts[key];
    if (template === undefined) throw new Error(`no text ${key}`);
    return template.replace(/\{(\w+)\}/g, (gap, name) => (name in gaps ? gaps[name] : gap));
  }

  /** A share of a value that is more than nothing, in whole percents. */
  const share = (part) => (part < 0.01 ? "<\u00a01%" : `${number(part * 100, 0)}%`);

  /** Behind a value: which share of it is an estimate, because its boundaries changed. */
  const estimated = (inexact) => (inexact > 0 ? ` (${text("estimated", { share: share(inexact) })})` : "");

  function period(indicator, at) {
    return indicator.periods.length > 1 ? at : indicator.periods[0];
  }

  /** Lower case without diacritics, for searching. */
  function folded(words) {
    return words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  return { number, value, difference, text, share, estimated, period, folded };
})();
