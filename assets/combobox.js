/* A searchable list after the ARIA combobox pattern, for indicators and for areas. */
window.rudc = window.rudc || {};

rudc.combobox = (function () {
  "use strict";

  const { h } = rudc;

  /**
   * Make an input and a list into a combobox.
   *
   * @param {object} parts
   *   input, list: elements; find(words) -> groups [{label, options: [{id, label, detail}]}];
   *   choose(id); shown() -> text in the input when it is not being searched, or null;
   *   consider(id), if given: called when an option is pointed at and so may be chosen next.
   */
  function create({ input, list, find, choose, shown, consider = () => {} }) {
    let options = [];
    let active = -1;

    function open(words) {
      const groups = find(words);
      options = groups.flatMap((group) => group.options);
      active = words && options.length ? 0 : -1;
      const rows = groups.map((group, g) => h("li", { role: "presentation", class: "group" },
        group.label ? h("div", { class: "group-label", id: `${list.id}-g${g}` }, group.label) : null,
        h("ul", { role: "group", "aria-labelledby": group.label ? `${list.id}-g${g}` : null },
          group.options.map((option) => optionRow(option)))));
      list.replaceChildren(...rows);
      if (!options.length) list.replaceChildren(h("li", { class: "none", role: "presentation" }, rudc.format.text("search.none")));
      rudc.notices.say(options.length
        ? rudc.format.text("search.found", { n: options.length })
        : rudc.format.text("search.none"));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      mark();
    }

    function optionRow(option) {
      return h("li", {
        role: "option",
        id: `${list.id}-${options.indexOf(option)}`,
        "aria-selected": "false",
        onpointerdown: (event) => event.preventDefault(),
        onpointerenter: () => consider(option.id),
        onclick: () => take(option),
      }, h("span", { class: "option-label" }, option.label), option.detail ? h("small", {}, option.detail) : null);
    }

    function mark() {
      options.forEach((_, i) => {
        const row = document.getElementById(`${list.id}-${i}`);
        row.setAttribute("aria-selected", String(i === active));
        if (i === active) row.scrollIntoView({ block: "nearest" });
      });
      if (active >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${active}`);
      else input.removeAttribute("aria-activedescendant");
    }

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function take(option) {
      close();
      choose(option.id);
      const rest = shown();
      input.value = rest === null ? "" : rest;
    }

    function move(to) {
      if (list.hidden) open(searched());
      if (!options.length) return;
      active = (to + options.length) % options.length;
      consider(options[active].id);
      mark();
    }

    const searched = () => (input.value === shown() ? "" : input.value.trim());

    input.addEventListener("input", () => open(input.value.trim()));
    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => list.hidden && open(searched()));
    input.addEventListener("blur", () => {
      close();
      const rest = shown();
      if (rest !== null) input.value = rest;
    });
    input.addEventListener("keydown", (event) => {
      const steps = { ArrowDown: active + 1, ArrowUp: active < 0 ? -1 : active - 1 };
      if (event.key in steps) {
        event.preventDefault();
        move(steps[event.key]);
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        take(options[active]);
      } else if (event.key === "Escape") {
        close();
        const rest = shown();
        input.value = rest === null ? "" : rest;
      }
    });
  }

  return { create };
})();
