/* Which areas are selected: up to ten, each with a number and a colour. */
window.rudc = window.rudc || {};

rudc.selection = (function () {
  "use strict";

  let adding = false;

  /** Select one area; with `add` (or while adding) add it, or take it out where it is in. */
  function pick(code, add = false) {
    const { areas } = rudc.state.get();
    const included = areas.includes(code);
    if (included) return set(add || adding || areas.length === 1 ? areas.filter((c) => c !== code) : [code]);
    if (!(add || adding)) return set([code]);
    if (areas.length >= rudc.page.maxAreas) {
      rudc.notices.show(rudc.format.text("notice.too_many_areas", { most: rudc.page.maxAreas }));
      return undefined;
    }
    return set([...areas, code]);
  }

  function set(areas) {
    rudc.state.update({ areas });
  }

  return {
    pick,
    set,
    remove: (code) => set(rudc.state.get().areas.filter((c) => c !== code)),
    clear: () => set([]),
    adding: () => adding,
    setAdding: (on) => {
      adding = on;
    },
  };
})();
