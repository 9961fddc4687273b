/* The namespace of the browser's code, and how it makes elements. Loaded first, by its name. */
window.rudc = window.rudc || {};

/** An element with attributes and children; text is never read as HTML. */
rudc.h = function (tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, setting] of Object.entries(attributes || {})) {
    if (setting === null || setting === undefined || setting === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), setting);
    else if (name === "style") element.style.cssText = setting;
    else element.setAttribute(name, setting === true ? "" : setting);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

/** What has the focus within a place, by its `data-focus`; null for nothing that has one. */
rudc.focusIn = (place) => (place.contains(document.activeElement) ? document.activeElement.dataset.focus || null : null);

/**
 * Put elements in a place, and the focus back on what had it (the same `data-focus`); where that is gone,
 * on the first button, so that the keyboard does not begin at the top of the page again. Who has gone
 * elsewhere meanwhile is left there.
 */
rudc.refill = function (place, elements, focus = rudc.focusIn(place)) {
  place.replaceChildren(...elements.filter(Boolean));
  if (!focus || document.activeElement !== document.body) return;
  const same = place.querySelector(`[data-focus="${CSS.escape(focus)}"]`);
  (same || place.querySelector("button") || place).focus();
};

/** Scroll a row of buttons sideways, as it does on a phone, until the pressed one is in view. */
rudc.bringAcross = function (row) {
  const pressed = row.querySelector("[aria-pressed=true]");
  if (!pressed) return;
  const [inner, outer] = [pressed.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inner.left < outer.left || inner.right > outer.right) row.scrollLeft += inner.left - outer.left - 12;
};

/** Add a script to the page; those that are added run in their order. Resolves when it has run or failed. */
rudc.loadScript = (src) => new Promise((resolve) => {
  const script = rudc.h("script", { src, onload: resolve, onerror: resolve });
  script.async = false;
  document.head.append(script);
});
