/* The colours of the scheme, light or dark, that the page is shown in (assets/tokens.css). */
window.rudc = window.rudc || {};

rudc.look = (function () {
  "use strict";

  // as tokens.css asks it: paper is light
  const asked = window.matchMedia("screen and (prefers-color-scheme: dark)");
  let colours = new Map();

  /** The colour of a token, as an element with that style has it: `colour("ink")`. */
  function colour(name) {
    if (!colours.has(name)) {
      const found = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
      if (!found) throw new Error(`no token ${name}`);
      colours.set(name, found);
    }
    return colours.get(name);
  }

  /** Black or white, whichever is read best on a colour: at least 4.5:1 on every one. */
  const inkOn = (background) => (luminance(background) < 0.179 ? "#ffffff" : "#000000");

  /** Relative luminance of WCAG 2.2. */
  function luminance(hex) {
    const channel = (i) => {
      const c = parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2);
  }

  /** Run when the scheme has changed, with the colours of the new one. */
  function onChange(run) {
    asked.addEventListener("change", () => {
      colours = new Map();
      run();
    });
  }

  return { dark: () => asked.matches, colour, inkOn, onChange };
})();
