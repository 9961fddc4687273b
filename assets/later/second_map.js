/* A second map beside the first: another indicator, period or reference, or the same at another place. */
window.rudc = window.rudc || {};

rudc.secondMap = (function () {
  "use strict";

  const { h } = rudc;
  const { text, indicatorSelect } = rudc.charts;
  const place = document.getElementById("second-map");
  const canvas = rudc.canvas.create();
  let map = null;
  let following = false; // while one map is moved to where the other is

  function toggle(on) {
    if (place.hidden === !on) return;
    place.hidden = !on;
    if (!on) rudc.legend.replace("second-legend", []);
    document.getElementById("maps").classList.toggle("two", on);
    rudc.map.leaflet().invalidateSize({ animate: false });
    if (on && map) map.invalidateSize({ animate: false });
    if (on) rudc.map.leaflet().fire("move");
  }

  async function show(view) {
    const other = otherState(view.state);
    const payload = await rudc.data.valuesFor(other);
    if (rudc.view.current() !== view) return;
    create();
    const painting = rudc.classes.painting(other, payload, view.areas.levels[other.level].codes, view.areas);
    const second = { ...view, state: other, payload, painting, indicator: rudc.page.indicator(other.indicator), intervals: null, own: null };
    canvas.paint(painting);
    const apart = view.state.picture === "twee-kaarten";
    rudc.legend.render(second, "second-legend", canvas, [apart ? controls(view.state, other) : placeControls(view)]);
    if (apart) rudc.tooltip.alsoSay((code) => [said(second, code)]);
    follow();
  }

  /** What the second map shows. */
  function otherState(state) {
    if (state.picture === "twee-gebieden") return { ...state, own: "" };
    const { indicator, period, reference } = rudc.state.second(state);
    const { display } = state;
    const shown = display.scheme === "eigen" ? { ...display, scheme: "natuurlijk" } : display;
    return { ...state, indicator, period, reference, own: "", display: shown };
  }

  /** What the tooltip adds: the value on the second map. */
  function said(second, code) {
    const { indicator, state } = second;
    const { value, reason } = rudc.compare.facts(second, code);
    const amount = value === null ? text(`missing.${reason}`) : rudc.format.value(indicator, value);
    return `${indicator.name}, ${state.period}: ${amount}`;
  }

  /* --- what it shows ------------------------------------------------------------------------------ */

  function controls(state, { indicator, period, reference }) {
    const shown = rudc.page.indicator(indicator);
    const change = (changes) => rudc.state.update({ second: { indicator, period, reference, ...changes } });
    const option = (value, label, chosen) => h("option", { value, selected: value === chosen }, label);
    return h("div", { class: "second-controls" },
      indicatorSelect({
        label: text("choose.indicator"), chosen: indicator, level: state.level, focus: "second-indicator",
        change: (id) => change({ indicator: id, period: rudc.state.nearestPeriod(rudc.page.indicator(id), period) }),
      }),
      h("label", { class: "inline-field" }, h("span", {}, text("choose.period")),
        h("select", { "data-focus": "second-period", disabled: shown.periods.length < 2, onchange: (event) => change({ period: event.target.value }) },
          shown.periods.map((p) => option(p, p, period)))),
      state.display.difference ? h("label", { class: "inline-field" }, h("span", {}, text("choose.reference")),
        h("select", { "data-focus": "second-reference", onchange: (event) => change({ reference: event.target.value }) },
          ["nederland", "provincie", "regio", "gemeente", "vergelijkbaar"].map((kind) => option(kind, text(`reference.${kind}`), reference)))) : null);
  }

  /** Where the second place is: any gemeente of the data, by name. */
  function placeControls({ areas }) {
    const { codes, names } = areas.levels.gemeente;
    const within = rudc.page.region(rudc.state.get().region).gemeenten;
    const offered = codes.map((code, i) => ({ code, i, name: names[i] })).filter(({ code }) => !within.length || within.includes(code))
      .sort((a, b) => a.name.localeCompare(b.name, "nl"));
    return h("div", { class: "second-controls" }, h("label", { class: "inline-field" }, h("span", {}, text("second.place")),
      h("select", {
        "data-focus": "second-place",
        onchange: (event) => event.target.value && map.setView(middleOf(areas, Number(event.target.value)), rudc.map.leaflet().getZoom(), { animate: false }),
      }, h("option", { value: "" }, `${text("second.place")} …`), offered.map(({ name, i }) => h("option", { value: i }, name)))));
  }

  function middleOf(areas, gemeente) {
    const [west, south, east, north] = areas.levels.gemeente.boxes[gemeente];
    return [(south + north) / 2, (west + east) / 2];
  }

  /* --- moving together ------------------------------------------------------------------------------ */

  function create() {
    if (map) return;
    const main = rudc.map.leaflet();
    map = L.map(place, { ...rudc.page.zooms, zoomControl: false, zoomAnimation: false });
    map.setView(rudc.state.get().place || main.getCenter(), main.getZoom(), { animate: false });
    for (const { props } of rudc.page.baseMap) L.tileLayer(props.url, { attribution: props.attribution }).addTo(map);
    rudc.map.join(map, canvas);
    main.on("move zoom", () => step(main, map));
    map.on("move zoom", () => step(map, main));
    map.on("moveend", () => {
      if (rudc.state.get().picture !== "twee-gebieden") return;
      const { lat, lng } = map.getCenter();
      rudc.state.moved(rudc.state.get().viewport, [lat, lng]);
    });
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(place);
    window.addEventListener("popstate", () => follow());
  }

  /** Bring the second map to where it belongs: with the first, or at its own place. */
  function follow() {
    const main = rudc.map.leaflet();
    const { picture, place: at } = rudc.state.get();
    if (picture === "twee-gebieden" && at) {
      following = true;
      map.setView(at, main.getZoom(), { animate: false });
      following = false;
    } else if (picture === "twee-gebieden") {
      const areas = rudc.view.current().areas;
      const other = farthestGemeente(areas, main.getCenter());
      map.setView(middleOf(areas, other), main.getZoom(), { animate: false });
    } else {
      step(main, map);
    }
  }

  /** A second place to begin with: the gemeente with most areas in another provincie than the first shows. */
  function farthestGemeente(areas, centre) {
    const shown = rudc.map.areaAt(centre);
    const province = shown && areas.provinceOf(shown);
    const { codes } = areas.levels.gemeente;
    const within = rudc.page.region(rudc.state.get().region).gemeenten;
    const buurten = new Map();
    for (const code of rudc.map.codes()) buurten.set(areas.gemeenteOf(code), (buurten.get(areas.gemeenteOf(code)) || 0) + 1);
    const size = (code) => buurten.get(code) || 0;
    const offered = codes.filter((code) => (!within.length || within.includes(code)) && areas.provinceOf(code) !== province);
    const best = (offered.length ? offered : codes).reduce((a, b) => (size(b) > size(a) ? b : a));
    return codes.indexOf(best);
  }

  /** Let one map follow the other; in two places only the zoom is shared. */
  function step(from, to) {
    if (following || place.hidden) return;
    following = true;
    const together = rudc.state.get().picture === "twee-kaarten";
    const zoom = from.getZoom();
    if (together || to.getZoom() !== zoom) to.setView(together ? from.getCenter() : to.getCenter(), zoom, { animate: false });
    following = false;
  }

  return { toggle, show, leaflet: () => map, canvas };
})();
