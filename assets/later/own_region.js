/* My region: a set of gemeenten of one's own, in the address and remembered by the browser. */
window.rudc = window.rudc || {};

rudc.ownRegion = (function () {
  "use strict";

  const { h } = rudc;
  const text = (...args) => rudc.format.text(...args);
  const KEY = "rudc-region";
  const LEVELS = ["buurt", "wijk", "gemeente"];
  let dialog = null;

  async function open() {
    const areas = await rudc.data.loadAreas();
    const chosen = new Set(rudc.page.region(rudc.state.get().region).gemeenten);
    const status = h("p", { class: "help", role: "status" });
    const count = () => {
      status.textContent = text("region.count", { n: chosen.size });
    };
    const { codes, names, provincies } = areas.levels.gemeente;
    const groups = areas.levels.provincie.codes.map((province, p) => h("fieldset", {},
      h("legend", {}, areas.levels.provincie.names[p]),
      codes.map((code, i) => ({ code, i })).filter(({ i }) => provincies[i] === province)
        .sort((a, b) => names[a.i].localeCompare(names[b.i], "nl"))
        .map(({ code, i }) => h("label", { class: "check", "data-name": rudc.format.folded(names[i]) }, h("input", {
          type: "checkbox",
          value: code,
          checked: chosen.has(code),
          onchange: (event) => {
            if (event.target.checked) chosen.add(code);
            else chosen.delete(code);
            count();
          },
        }), names[i]))));
    const filter = h("input", { type: "search", "aria-label": text("region.filter"), placeholder: text("region.filter"), oninput: (event) => sift(groups, event.target.value) });
    if (dialog) dialog.remove();
    dialog = h("dialog", { class: "own-region", "aria-label": text("region.choose") },
      h("h2", {}, text("region.choose")), h("p", {}, text("region.help")), filter,
      h("div", { class: "gemeenten", tabindex: "0" }, groups), status,
      h("div", { class: "panel-tools" },
        h("button", { type: "button", class: "small primary", onclick: () => take([...chosen], areas) }, text("region.show")),
        h("button", { type: "button", class: "small", onclick: () => dialog.close() }, text("own_area.cancel"))));
    document.body.append(dialog);
    count();
    dialog.showModal();
  }

  function sift(groups, words) {
    const wanted = rudc.format.folded(words.trim());
    for (const group of groups) {
      const labels = [...group.querySelectorAll("label")];
      for (const label of labels) label.hidden = !label.dataset.name.includes(wanted);
      group.hidden = labels.every((label) => label.hidden);
    }
  }

  function take(gemeenten, areas) {
    if (!gemeenten.length) {
      rudc.notices.say(text("region.none"));
      dialog.querySelector("[role=status]").textContent = text("region.none");
      return;
    }
    dialog.close();
    const region = regionOf(gemeenten, areas);
    offer(region);
    try {
      localStorage.setItem(KEY, region.id);
    } catch (error) {
      // a browser that keeps nothing: the address still has it
    }
    rudc.controls.changeRegion(region.id);
  }

  /** The region of a set of gemeenten, as rudc_map/view/regions.py makes it. */
  function regionOf(gemeenten, areas) {
    const codes = [...gemeenten].sort();
    const { boxes, codes: all } = areas.levels.gemeente;
    const own = codes.map((code) => boxes[all.indexOf(code)]);
    const levels = LEVELS.filter((level) => {
      const present = new Set(areas.levels[level].codes.map(areas.gemeenteOf));
      return codes.every((code) => present.has(code));
    });
    const bounds = [
      [Math.min(...own.map((box) => box[1])), Math.min(...own.map((box) => box[0]))],
      [Math.max(...own.map((box) => box[3])), Math.max(...own.map((box) => box[2]))],
    ];
    return { id: codes.join(","), name: text("region.own"), gemeenten: codes, levels, bounds };
  }

  function offer(region) {
    rudc.page.addRegion(region);
    rudc.controls.offerRegion(region);
  }

  /** Offer the region that was made before. */
  async function remembered() {
    const areas = await rudc.data.loadAreas();
    let id = null;
    try {
      id = localStorage.getItem(KEY);
    } catch (error) {
      return; // a browser that keeps nothing
    }
    const gemeenten = id ? id.split(",").filter((code) => areas.levels.gemeente.codes.includes(code)) : [];
    if (gemeenten.length && !rudc.page.region(gemeenten.join(","))) offer(regionOf(gemeenten, areas));
  }

  remembered();
  return { open };
})();
