/* How old the figure on the map is and whether it is final, with a link to all that is known of it. */
window.rudc = window.rudc || {};

rudc.age = (function () {
  "use strict";

  const { h } = rudc;
  const OLD = 5; // years from which the badge warns
  const NAMES = { v: "voorlopig", g: "gedeeltelijk" };

  /** The badge of what a view shows. */
  function badge({ state, indicator, payload }) {
    const { text } = rudc.format;
    const years = yearsSince(state.period);
    const words = [state.period, ageInWords(years), statusInWords(payload)].filter(Boolean).join(" · ");
    const style = `age${years >= OLD ? " old" : ""}${payload.status ? " unfinished" : ""}`;
    if (rudc.page.isOfFile(indicator.id)) return h("span", { class: style }, words); // it has no entry
    return h("a", { class: style, href: address(indicator), title: text("age.about") },
      words, h("span", { class: "sr-only" }, `. ${text("age.about")}`));
  }

  /** Where all that is known of an indicator stands. */
  const address = ({ id }) => `/gegevens${rudc.page.lang === "en" ? "?taal=en" : ""}#onderwerp-${id}`;

  /** Full years since the end of a period: a year, or the last of several. */
  const yearsSince = (period) => new Date().getFullYear() - Number(period.slice(-4));

  function ageInWords(years) {
    if (!(years >= 0)) return null;
    if (years === 0) return rudc.format.text("age.this_year");
    return years === 1 ? rudc.format.text("age.one") : rudc.format.text("age.years", { n: String(years) });
  }

  /** Whether all values, or some of them, are provisional or partial; null where all are final. */
  function statusInWords({ status, values }) {
    if (!status) return null;
    const { text } = rudc.format;
    const known = values.filter((value) => value !== null).length;
    const found = Object.entries(NAMES).map(([letter, name]) => {
      const n = [...status].filter((at) => at === letter).length;
      return n && text(n < known ? "age.partly" : "age.all", { status: text(`status.${name}`) });
    }).filter(Boolean);
    return found.join(", ");
  }

  /** What the value of an area is that is not final, in words; null for a final one. */
  function statusOf({ status }, index) {
    const name = status && NAMES[status[index]];
    return name ? rudc.format.text(`status.${name}`) : null;
  }

  return { badge, address, statusOf };
})();
