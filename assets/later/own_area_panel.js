/* An area of one's own: drawn as a polygon or a circle, or made of the selected areas. */
window.rudc = window.rudc || {};

rudc.ownAreaPanel = (function () {
  "use strict";

  const { h } = rudc;
  const text = (...args) => rudc.format.text(...args);
  const WAYS = ["inwoners", "centroide", "oppervlakte"];
  const place = document.getElementById("own-area-panel");
  const opener = document.getElementById("own-area");
  let drawing = null; // {kind: "v" | "c", vertices}
  let by = "inwoners";
  let radius = 1; // km

  opener.addEventListener("click", () => (place.hidden ? open() : close()));
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !drawing) close(); // while drawing it stops that
  });

  function open() {
    place.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    const own = rudc.ownArea.parts(rudc.state.get().own);
    if (own) by = own.by;
    render();
    place.querySelector("button").focus();
  }

  function close() {
    stop();
    place.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }

  function render() {
    const { own, areas } = rudc.state.get();
    place.replaceChildren(...(drawing ? whileDrawing() : [
      h("div", { class: "panel-head" }, h("h2", {}, text("own_area.title")), h("button", { type: "button", class: "icon", "aria-label": text("close"), onclick: close }, "×")),
      h("p", { class: "help" }, text("own_area.help")),
      h("div", { class: "panel-tools" },
        tool("own_area.polygon", () => begin("v")),
        tool("own_area.circle", () => begin("c")),
        tool("own_area.selection", () => takeTogether(areas), areas.length === 0)),
      h("label", { class: "inline-field" }, h("span", {}, text("own_area.radius", { low: rudc.format.number(0.1, 1), high: 50 })),
        h("input", { type: "number", min: "0.1", max: "50", step: "0.1", value: radius, onchange: (event) => changeRadius(event.target) })),
      h("label", { class: "inline-field" }, h("span", {}, text("own_area.by")),
        h("select", { onchange: (event) => changeBy(event.target.value) }, WAYS.map((way) => h("option", { value: way, selected: way === by }, text(`own_area.by.${way}`))))),
      own ? tool("own_area.remove", () => {
        rudc.state.update({ own: "" });
        render();
      }) : null,
    ]).filter(Boolean));
  }

  const tool = (key, run, disabled = false) => h("button", { type: "button", class: "small", disabled, onclick: run }, text(key));

  function changeRadius(input) {
    const wanted = Number(input.value);
    const fine = wanted >= 0.1 && wanted <= 50;
    input.setAttribute("aria-invalid", String(!fine));
    if (!fine) {
      rudc.notices.show(text("own_area.radius_wrong", { low: rudc.format.number(0.1, 1), high: 50 }), { key: "own" });
      return;
    }
    radius = wanted;
    const own = rudc.ownArea.parts(rudc.state.get().own);
    if (own && own.kind === "c") rudc.state.update({ own: circleCode(own.what.split(",").slice(0, 2).map(Number)) });
  }

  function changeBy(way) {
    by = way;
    const own = rudc.ownArea.parts(rudc.state.get().own);
    if (own) rudc.state.update({ own: `${own.kind}:${own.what}:${by}` });
  }

  const circleCode = ([lat, lon]) => `c:${lat.toFixed(5)},${lon.toFixed(5)},${Math.round(radius * 1000)}:${by}`;

  /** Take areas as one; they count whole. */
  function takeTogether(codes) {
    if (codes.length > rudc.page.maxVertices) {
      rudc.notices.show(text("own_area.too_many_parts", { most: rudc.page.maxVertices }), { key: "own" });
      return;
    }
    rudc.canvas.showLines([]);
    rudc.state.update({ own: `g:${codes.join(",")}:${by}` });
    if (!place.hidden) render();
  }

  /* --- drawing -------------------------------------------------------------------------------------- */

  function begin(kind) {
    drawing = { kind, vertices: [] };
    rudc.map.onPick(picked);
    document.addEventListener("keydown", onKey, true);
    rudc.map.leaflet().doubleClickZoom.disable();
    rudc.map.leaflet().getContainer().classList.add("drawing");
    rudc.map.leaflet().getContainer().focus();
    rudc.notices.say(text(`own_area.how.${kind}`));
    render();
  }

  function stop() {
    if (!drawing) return;
    drawing = null;
    rudc.map.onPick();
    document.removeEventListener("keydown", onKey, true);
    rudc.map.leaflet().doubleClickZoom.enable();
    rudc.map.leaflet().getContainer().classList.remove("drawing");
    rudc.map.showOwn(rudc.ownArea.geometryOf(rudc.state.get().own));
    if (!place.hidden) render();
  }

  function whileDrawing() {
    const enough = drawing.vertices.length >= 3;
    return [
      h("p", {}, text(`own_area.how.${drawing.kind}`)),
      drawing.kind === "v" ? h("p", { role: "status" }, text("own_area.vertices", { n: drawing.vertices.length, most: rudc.page.maxVertices })) : null,
      h("div", { class: "panel-tools" },
        drawing.kind === "v" ? tool("own_area.done", finish, !enough) : null,
        drawing.kind === "v" ? tool("own_area.undo", undo, !drawing.vertices.length) : null,
        tool("own_area.cancel", stop)),
    ];
  }

  function picked({ latlng }) {
    const vertex = [latlng.lat, latlng.lng];
    if (drawing.kind === "c") {
      const own = circleCode(vertex);
      stop();
      rudc.state.update({ own });
      return;
    }
    if (drawing.vertices.length >= rudc.page.maxVertices) {
      rudc.notices.show(text("own_area.too_many_vertices", { most: rudc.page.maxVertices }), { key: "own" });
      return;
    }
    drawing.vertices.push(vertex);
    outline();
  }

  function outline() {
    const ring = drawing.vertices.map(([lat, lon]) => [lon, lat]);
    const started = ring.length === 1 ? [ring[0], [ring[0][0] + 1e-4, ring[0][1]]] : ring; // a dot to begin with
    rudc.map.showOwn(ring.length ? { type: "Polygon", coordinates: [[...started, started[0]]] } : null, null);
    render();
  }

  function undo() {
    drawing.vertices.pop();
    outline();
  }

  function finish() {
    const { vertices } = drawing;
    if (vertices.length < 3) return;
    const own = `v:${rudc.ownArea.encoded(vertices)}:${by}`;
    stop();
    rudc.state.update({ own });
  }

  function onKey(event) {
    if (!drawing || event.target.matches("input, select")) return;
    if (event.key === "Escape") stop();
    else if (event.key === "Backspace" && drawing.kind === "v") undo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return { takeTogether };
})();
