/* Sharing what is shown: its address, and the code that puts it in another page (docs/embedding.md). */
window.rudc = window.rudc || {};

rudc.share = (function () {
  "use strict";

  const { h } = rudc;
  const text = (...args) => rudc.format.text(...args);
  const VIEWS = [["kaart-legenda", "share.view_legend"], ["kaart", "share.view_map"], ["grafiek", "share.view_chart"], ["tabel", "share.view_table"]];
  const STILL = [1188, 840]; // pixels (rudc_map/view/frame.py)
  const [LOWEST, USUAL, HIGHEST] = [200, 600, 2000]; // height of a frame [px]
  const WITH_SECOND = ["twee-kaarten", "samenhang"];
  const PAUSE = 350; // ms without a change after which the preview is loaded
  let dialog = null;
  let previewing = null;

  /** Offer what there is of the state that is shown now. */
  function open() {
    if (dialog) dialog.remove();
    const view = rudc.view.current();
    const ofFile = rudc.page.isOfFile(view.state.indicator);
    dialog = h("dialog", { class: "share", "aria-labelledby": "share-title", onclose: () => clearTimeout(previewing) },
      h("div", { class: "panel-head" },
        h("h2", { id: "share-title" }, text("share.title")),
        h("button", { type: "button", class: "icon", "aria-label": text("close"), onclick: () => dialog.close() }, "×")),
      ofFile ? h("p", { class: "hint" }, text("share.of_file")) : [addressPart(view), embedPart(view)],
      h("p", { class: "sr-only", role: "status", id: "share-said" }));
    document.body.append(dialog);
    dialog.showModal();
    if (!ofFile) sync(view);
  }

  /* --- the address ------------------------------------------------------------------------------ */

  function addressPart({ state }) {
    const field = h("input", { type: "text", id: "share-address", readonly: true, value: location.origin + rudc.state.address(state), onfocus: select });
    return h("section", {}, h("label", { for: "share-address" }, text("share.address")),
      h("div", { class: "copy-line" }, field, copyButton(field, text("share.address"))));
  }

  const select = ({ target }) => target.select();

  function copyButton(field, what) {
    const button = h("button", { type: "button", class: "small primary", "aria-label": `${text("share.copy")}: ${what}`, onclick: () => copy(field, button) }, text("share.copy"));
    return button;
  }

  async function copy(field, button) {
    let said = text("share.copied");
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = said;
      setTimeout(() => (button.textContent = text("share.copy")), 2000);
    } catch {
      field.focus();
      field.select();
      said = text("share.not_copied");
    }
    document.getElementById("share-said").textContent = said;
  }

  /* --- the code, its options and what it gives -------------------------------------------------- */

  function embedPart(view) {
    const code = h("textarea", { id: "share-code", readonly: true, rows: 5, spellcheck: "false", onfocus: select });
    const options = h("form", { class: "share-options", oninput: () => sync(view), onsubmit: (event) => event.preventDefault() },
      choice("kind", "share.kind", [["interactive", "share.kind_interactive"], ["still", "share.kind_still"]]),
      choice("view", "share.show", VIEWS, view.state.wide && view.state.chart ? "grafiek" : "kaart-legenda"),
      choice("heading", "share.heading", [["", "share.heading_usual"], ["geen", "share.heading_none"], ["own", "share.heading_own"]]),
      h("label", { class: "share-field", "data-for": "title" }, text("share.heading_own"), h("input", { type: "text", name: "title", maxlength: 120 })),
      choice("height", "share.height", [["auto", "share.height_auto"], ["fixed", "share.height_fixed"]]),
      h("label", { class: "share-field", "data-for": "pixels" }, text("share.pixels"), h("input", { type: "number", name: "pixels", min: LOWEST, max: HIGHEST, step: 10, value: USUAL })),
      h("label", { class: "share-field" }, text("share.language"), h("select", { name: "lang" },
        [["nl", "Nederlands"], ["en", "English"]].map(([value, name]) => h("option", { value, selected: value === view.state.lang, lang: value }, name)))),
      h("div", { class: "share-checks" },
        check("search", "share.search", false),
        view.state.areas.length ? check("selection", "share.selection", true) : null,
        view.state.viewport ? check("viewport", "share.viewport", true) : null,
        check("pin", "share.pin", false),
        h("p", { class: "help", id: "share-pin-help" }, text("share.pin_help"))));
    return h("section", { class: "share-embed" },
      h("h3", {}, text("share.embed")),
      options,
      h("div", { class: "share-result" },
        h("label", { for: "share-code" }, text("share.code")),
        code,
        h("div", { class: "copy-line" }, h("p", { class: "help" }, text("share.help")), copyButton(code, text("share.code"))),
        h("h4", { id: "share-preview-title" }, text("share.preview")),
        h("div", { id: "share-preview", role: "group", "aria-labelledby": "share-preview-title" })));
  }

  const choice = (name, label, entries, chosen = entries[0][0]) => h("label", { class: "share-field", "data-for": name }, text(label),
    h("select", { name }, entries.map(([value, key]) => h("option", { value, selected: value === chosen }, text(key)))));

  const check = (name, label, on) => h("label", { class: "check", "data-for": name }, h("input", { type: "checkbox", name, checked: on }), text(label));

  /** Write the code for the options as they are, and show what it gives. */
  function sync(view) {
    const form = dialog.querySelector("form");
    const chosen = Object.fromEntries(new FormData(form));
    const still = chosen.kind === "still";
    const hide = { heading: still, title: still || chosen.heading !== "own", height: still, pixels: still || chosen.height !== "fixed", view: still, search: still, pin: still };
    for (const field of form.querySelectorAll("[data-for]")) field.hidden = Boolean(hide[field.dataset.for]);
    document.getElementById("share-pin-help").hidden = still;
    const state = {
      ...view.state, lang: chosen.lang,
      areas: chosen.selection ? view.state.areas : [],
      viewport: chosen.viewport ? view.state.viewport : null,
    };
    const code = still ? stillCode(view, state) : frameCode(view, state, chosen);
    document.getElementById("share-code").value = code;
    clearTimeout(previewing);
    previewing = setTimeout(() => preview(view, state, chosen, still), PAUSE);
  }

  /** The query of a state as an address has it: a level that follows the zoom stands there as "auto". */
  const queryOf = (state) => rudc.state.query(state.auto ? { ...state, level: "auto" } : state);

  function frameAddress(state, chosen) {
    const title = chosen.heading === "own" ? chosen.title.trim() : chosen.heading;
    const more = [
      ["view", chosen.view === "kaart-legenda" ? "" : chosen.view], ["zoek", chosen.search ? "ja" : ""], ["titel", title],
      ["hoogte", chosen.height === "auto" ? "auto" : ""], ["versie", chosen.pin ? rudc.page.dataset : ""],
    ].filter(([, value]) => value);
    return `${location.origin}/embed?${queryOf(state)}${more.map(([key, value]) => `&${key}=${rudc.state.encoded(value)}`).join("")}`;
  }

  function frameCode(view, state, chosen) {
    const attributes = [
      ["src", frameAddress(state, chosen)], ["title", titleOf(view)], ["width", "100%"], ["height", heightOf(chosen)],
      ["style", "border:0"], ["loading", "lazy"],
    ].map(([name, value]) => `${name}="${escaped(value)}"`).join(" ");
    const script = chosen.height === "auto" ? `\n<script src="${location.origin}/embed.js" async></${"script"}>` : "";
    return `<iframe ${attributes}></iframe>${script}`;
  }

  const heightOf = ({ height, pixels }) => (height === "fixed" ? Math.max(LOWEST, Math.min(HIGHEST, Number(pixels) || USUAL)) : USUAL);

  const imageAddress = (state) => `${location.origin}/kaart.png?${queryOf({ ...state, chart: "", wide: false })}`;

  function stillCode(view, state) {
    const full = `${location.origin}/?${queryOf(state)}`;
    return `<a href="${escaped(full)}"><img src="${escaped(imageAddress(state))}" width="${STILL[0]}" height="${STILL[1]}" style="max-width:100%;height:auto" alt="${escaped(wordsOfAll(view))}"></a>`;
  }

  const titleOf = ({ indicator, state }) => `${indicator.name}, ${state.period}, ${rudc.page.region(state.region).name}`;

  /** What the map shows, for those who do not see it (still_words in rudc_map/view/embed.py). */
  function wordsOf({ indicator, state, areas, painting }) {
    const codes = areas.levels[state.level].codes;
    const say = state.display.difference ? rudc.format.difference : rudc.format.value;
    const known = codes.map((code, i) => i).filter((i) => painting.inside[i] && painting.shown[i] !== null);
    const ends = (better) => known.reduce((best, i) => (best === null || better(painting.shown[i], painting.shown[best]) ? i : best), null);
    const named = (i) => `${areas.fullName(codes[i])} ${say(indicator, painting.shown[i])}`;
    const missing = Object.values(painting.reasons).reduce((sum, n) => sum + n, 0);
    return text("embed.still", {
      indicator: indicator.name, level: text(`level.${state.level}.plural`), region: rudc.page.region(state.region).name, period: state.period,
      words: known.length ? text("image.words", {
        highest: named(ends((a, b) => a > b)), lowest: named(ends((a, b) => a < b)), missing: rudc.format.number(missing, 0),
      }) : text("legend.nothing"),
    });
  }

  /** What the image shows: of a picture of several maps its name, the first map in words, and what the other one is of. */
  function wordsOfAll(view) {
    const { picture } = view.state;
    if (picture === "kaart") return wordsOf(view);
    const words = [`${text(`picture.${picture}`)}.`, wordsOf(view)];
    if (WITH_SECOND.includes(picture)) {
      const { indicator, period } = rudc.state.second(view.state);
      words.push(text("share.with", { name: rudc.page.indicator(indicator).name, period }));
    }
    return words.join(" ");
  }

  const escaped = (words) => String(words).replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  /** Show what the code gives, with the very elements it is made of. */
  function preview(view, state, chosen, still) {
    const place = document.getElementById("share-preview");
    if (still) {
      place.replaceChildren(h("img", { src: imageAddress(state), width: STILL[0], height: STILL[1], alt: wordsOfAll(view) }));
      return;
    }
    const address = frameAddress(state, chosen);
    const frame = h("iframe", { src: address, title: `${text("share.preview")}: ${titleOf(view)}`, height: heightOf(chosen), loading: "eager" });
    place.replaceChildren(frame);
  }

  window.addEventListener("message", ({ origin, source, data }) => {
    const frame = dialog && dialog.querySelector("iframe");
    if (frame && origin === location.origin && source === frame.contentWindow && data && data.rudc === "height") frame.style.height = `${data.height}px`;
  });

  return { open };
})();
