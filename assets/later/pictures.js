/* The pictures of the map: one, two, a series of small ones, two indicators in one; and its overlays. */
window.rudc = window.rudc || {};

rudc.pictures = (function () {
  "use strict";

  const TWO = ["twee-kaarten", "twee-gebieden"];
  const byId = (id) => document.getElementById(id);
  const frame = byId("maps");

  /** Whether something else than the indicator's classes colours the main map. */
  const paints = ({ picture, overlay }) => picture === "samenhang" || overlay === "clusters";

  /** Bring the map into the picture that the state asks for. */
  async function show(view) {
    const { state } = view;
    sync(state);
    rudc.secondMap.toggle(TWO.includes(state.picture));
    rudc.multiples.toggle(state.picture === "reeks");
    rudc.tooltip.alsoSay();
    const busy = setTimeout(() => byId("map-area").setAttribute("aria-busy", "true"), 200);
    try {
      await draw(view);
      if (rudc.view.current() === view && rudc.map.untouched()) rudc.map.fitRegion(state.region, false); // clear of this legend
      if (rudc.view.current() === view) frame.dataset.shown = rudc.state.query({ ...state, viewport: null, place: null });
    } catch (error) {
      if (rudc.view.current() !== view) return;
      if (paints(state)) { // the map must not keep an older picture under a new title
        rudc.canvas.paint(view.painting);
        rudc.legend.render(view);
      }
      rudc.notices.show(error.explanation || rudc.format.text("picture.failed"), {
        key: "picture",
        action: error.final ? null : { label: rudc.format.text("retry"), run: () => show(rudc.view.current()) },
      });
    } finally {
      clearTimeout(busy);
      if (rudc.view.current() === view) byId("map-area").setAttribute("aria-busy", "false");
    }
  }

  async function draw(view) {
    const { picture, overlay } = view.state;
    if (overlay === "provinciegrens") await rudc.borderLayer.show(view);
    else rudc.canvas.showLines([]);
    if (overlay === "clusters" && picture !== "samenhang") await rudc.clusters.show(view);
    if (TWO.includes(picture)) await rudc.secondMap.show(view);
    if (picture === "samenhang") await rudc.bivariate.show(view);
    if (picture === "reeks") await rudc.multiples.show(view);
  }

  /* --- the bar above the map ------------------------------------------------------------------- */

  function sync(state) {
    frame.dataset.picture = state.picture;
    byId("app").dataset.wide = String(state.wide);
    for (const button of byId("pictures").querySelectorAll("[data-picture]")) {
      button.setAttribute("aria-pressed", String(button.dataset.picture === state.picture));
    }
    rudc.bringAcross(byId("pictures"));
    const overlay = byId("overlay");
    overlay.value = state.overlay;
    overlay.disabled = ["samenhang", "reeks"].includes(state.picture);
  }

  byId("pictures").addEventListener("click", (event) => {
    const button = event.target.closest("[data-picture]");
    if (!button) return;
    const picture = button.dataset.picture;
    if (picture === "samenhang") rudc.charts.open("spreiding", { picture, overlay: "" });
    else rudc.state.update({ picture });
  });
  byId("overlay").addEventListener("change", (event) => {
    const overlay = event.target.value;
    const chart = { clusters: "patroon", provinciegrens: "grens" }[overlay];
    if (chart) rudc.charts.open(chart, { overlay });
    else rudc.state.update({ overlay });
  });

  return { paints, show };
})();
