/* The card beside the pointer: name, value, reference and rank of the hovered area. */
window.rudc = window.rudc || {};

rudc.tooltip = (function () {
  "use strict";

  const { h } = rudc;
  let pointer = null;
  let alsoSaid = () => [];

  function start() {
    document.addEventListener("rudc:hover", ({ detail }) => show(detail.code, detail.silent));
  }

  function follow(event) {
    pointer = { x: event.clientX, y: event.clientY };
    place();
  }

  function show(code, silent) {
    const box = document.getElementById("tooltip");
    const view = rudc.view.current();
    if (!code || !view) return hide();
    const lines = describe(view, code);
    const [name, ...rest] = lines;
    box.replaceChildren(h("strong", {}, name), ...rest.map((line) => h("span", {}, line)));
    box.hidden = false;
    if (!silent) {
      pointer = null;
      rudc.notices.say(lines.join(". "));
    }
    place();
    return undefined;
  }

  /** The lines of the card, also what a screen reader is told. */
  function describe(view, code) {
    const { text, value, difference } = rudc.format;
    const { indicator, areas, standing } = view;
    const known = rudc.compare.facts(view, code);
    const lines = [areas.fullName(code)];
    if (known.value === null) {
      lines.push(text("tooltip.missing", { reason: text(`missing.${known.reason}`) }));
      if (known.fallback) {
        lines.push(text("fallback", {
          name: areas.name(known.fallback.code),
          value: value(indicator, known.fallback.value),
        }));
      }
      lines.push(...alsoSaid(code));
      return lines;
    }
    lines.push(value(indicator, known.value) + rudc.format.estimated(known.inexact) + (known.status ? ` (${known.status})` : ""));
    if (known.reference !== null) {
      lines.push(text("tooltip.reference", {
        name: rudc.view.referenceName(view, code),
        value: value(indicator, known.reference),
        difference: difference(indicator, known.difference),
      }));
    }
    const place = standing.of(code);
    lines.push(...alsoSaid(code));
    if (place) lines.push(text("tooltip.rank", { rank: place.rank, n: rudc.format.number(place.n, 0) }));
    else if (known.level === view.state.level) lines.push(text("tooltip.outside"));
    return lines;
  }

  function place() {
    const box = document.getElementById("tooltip");
    if (box.hidden) return;
    const frame = document.getElementById("map-area").getBoundingClientRect();
    const at = pointer || { x: frame.left + frame.width / 2, y: frame.top + frame.height / 2 };
    const { width, height } = box.getBoundingClientRect();
    let x = at.x - frame.left + 16;
    let y = at.y - frame.top + 16;
    if (x + width > frame.width - 8) x = at.x - frame.left - width - 16;
    if (y + height > frame.height - 8) y = at.y - frame.top - height - 16;
    x = Math.max(8, Math.min(x, frame.width - width - 8));
    box.style.transform = `translate(${Math.round(x)}px, ${Math.max(8, Math.round(y))}px)`;
  }

  function hide() {
    document.getElementById("tooltip").hidden = true;
  }

  return {
    start,
    follow,
    hide,
    describe,
    /** What else to say of an area: its value on the second map, its cluster ... */
    alsoSay: (lines = () => []) => {
      alsoSaid = lines;
    },
  };
})();
