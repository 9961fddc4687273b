/* The panel in which a map is chosen: its controls follow the state, and change it. */
window.rudc = window.rudc || {};

rudc.controls = (function () {
  "use strict";

  const { h } = rudc;
  const STEP = 1100; // ms a period stays while playing
  let timer = null;

  const byId = (id) => document.getElementById(id);

  /** The bar above the map; made here, for each element that Dash draws costs time at the start. */
  function pictureBar() {
    const { text } = rudc.format;
    const { picture, overlay } = rudc.state.get();
    byId("pictures").append(
      h("div", { class: "picture-choice", role: "group", "aria-label": text("picture.label") },
        rudc.page.pictures.map((name) => h("button", {
          type: "button", "data-picture": name, "aria-pressed": String(name === picture),
        }, text(`picture.${name}`)))),
      h("label", { class: "overlay-field" }, h("span", { class: "sr-only" }, text("overlay.label")),
        h("select", { id: "overlay" }, rudc.page.overlays.map((name) => {
          const key = name || "geen";
          return h("option", { value: name, selected: name === overlay }, text(`overlay.${key}`));
        }))),
      h("button", { type: "button", id: "own-area", class: "small", "aria-expanded": "false", "aria-controls": "own-area-panel" },
        text("own_area.title")));
  }

  function start() {
    pictureBar();
    rudc.combobox.create({
      input: byId("indicator"),
      list: byId("indicator-list"),
      find: findIndicators,
      choose: (id) => rudc.state.update({ indicator: id }),
      consider: prefetch,
      shown: () => rudc.page.indicator(rudc.state.get().indicator).name,
    });
    on("level", "change", (event) => changeLevel(event.target.value));
    on("region", "change", (event) => changeRegion(event.target.value));
    on("reference", "change", (event) => changeReference(event.target.value));
    on("period", "input", (event) => changePeriod(Number(event.target.value)));
    on("play", "click", () => (timer ? stop() : play()));
    on("difference", "change", (event) => changeDisplay({ difference: event.target.checked }));
    on("scheme", "change", (event) => changeScheme(event.target.value));
    on("classes", "change", (event) => changeDisplay({ classes: Number(event.target.value) }));
    on("palette", "change", (event) => changeDisplay({ palette: event.target.value }));
    on("own-breaks", "change", (event) => changeOwnBreaks(event.target.value));
    on("own-file", "click", () => rudc.view.loadTheRest().then(() => rudc.ownFile.open()));
    on("downloads", "click", () => rudc.view.loadTheRest().then(() => rudc.downloads.open()));
    on("share", "click", () => rudc.view.loadTheRest().then(() => rudc.share.open()));
    on("locate", "click", rudc.search.locate);
    on("whole-region", "click", () => rudc.map.fitRegion(rudc.state.get().region));
    on("tabs", "click", changeTab);
    document.querySelector(".skip").addEventListener("click", skip);
    document.addEventListener("rudc:address", languageLink);
    document.addEventListener("rudc:shown", languageLink);
  }

  const on = (id, event, run) => byId(id).addEventListener(event, run);

  /* --- changes by the user -------------------------------------------------------------------- */

  function findIndicators(words) {
    const wanted = rudc.format.folded(words);
    const groups = rudc.page.themes.map((theme) => ({
      label: theme.name,
      options: rudc.page.indicators
        .filter((indicator) => indicator.theme === theme.id)
        .filter((indicator) => !wanted || rudc.format.folded(
          `${indicator.name} ${theme.name} ${indicator.explanation}`).includes(wanted))
        .map((indicator) => ({ id: indicator.id, label: indicator.name, detail: detail(indicator) })),
    }));
    return groups.filter((group) => group.options.length);
  }

  function detail({ levels, periods }) {
    const { text } = rudc.format;
    const from = text(`level.${levels[0]}.plural`);
    const when = periods.length > 1 ? `${periods[0]}–${periods[periods.length - 1]}` : periods[0];
    return levels[0] === "gemeente" ? `${when} · ${from}` : when;
  }

  /** Fetch the values of an indicator that is pointed at, for it to be there when it is chosen. */
  function prefetch(indicator) {
    const state = rudc.state.get();
    const { periods, levels } = rudc.page.indicator(indicator);
    if (!levels.includes(state.level) || !periods.includes(state.period)) return;
    Promise.resolve(rudc.data.valuesFor({ ...state, indicator })).catch(() => {}); // said if chosen
  }

  function changeLevel(level) {
    rudc.state.update(level === "auto" ? { auto: true } : { level, auto: false });
  }

  function changeReference(reference) {
    const { areas } = rudc.state.get();
    if (reference !== "gebieden") return rudc.state.update({ reference });
    if (areas.length) {
      rudc.state.update({ reference: areas.join(",") });
      return sync(rudc.state.get()); // a file of one's own is not compared with these
    }
    rudc.notices.show(rudc.format.text("reference.none_chosen"));
    return sync(rudc.state.get());
  }

  function changeRegion(region) {
    if (region === "eigen") {
      sync(rudc.state.get());
      return rudc.view.loadTheRest().then(() => rudc.ownRegion.open());
    }
    const state = rudc.state.get();
    const levels = rudc.state.offeredLevels(rudc.page.region(region), rudc.page.indicator(state.indicator));
    const level = levels.includes(state.level) ? state.level : levels[0];
    return rudc.state.update({ region, level, auto: isCountry(rudc.page.region(region)), viewport: null });
  }

  /** Whether a region is the whole country with its buurten: there the level follows the zoom unless chosen. */
  function isCountry({ gemeenten, levels }) {
    return !gemeenten.length && levels.includes("buurt");
  }

  function changePeriod(index) {
    const { periods } = rudc.page.indicator(rudc.state.get().indicator);
    rudc.state.update({ period: periods[index] }, { replace: true });
  }

  function changeDisplay(changes) {
    rudc.state.update({ display: { ...rudc.state.get().display, ...changes } });
  }

  function changeScheme(scheme) {
    if (scheme !== "eigen") return changeDisplay({ scheme, ownBreaks: [] });
    const view = rudc.view.current();
    return changeDisplay({ scheme, ownBreaks: view ? [...view.painting.breaks] : [], difference: false });
  }

  /** Own breaks: numbers with a decimal comma or point, between semicolons or spaces. */
  function changeOwnBreaks(words) {
    const { text } = rudc.format;
    const numbers = words.trim().split(/[;\s]+/).filter(Boolean).map((word) => Number(word.replace(",", ".")));
    const ascending = [...new Set(numbers)].sort((a, b) => a - b);
    const help = byId("own-breaks-help");
    const fine = ascending.length >= 1 && ascending.length <= 8 && ascending.every(Number.isFinite);
    byId("own-breaks").setAttribute("aria-invalid", String(!fine));
    help.textContent = text(fine ? "own_breaks.help" : "own_breaks.wrong");
    help.classList.toggle("wrong", !fine);
    if (fine) changeDisplay({ ownBreaks: ascending });
  }

  function play() {
    const { periods } = rudc.page.indicator(rudc.state.get().indicator);
    rudc.data.allPeriods(rudc.state.get());
    const step = () => {
      const at = periods.indexOf(rudc.state.get().period);
      changePeriod((at + 1) % periods.length);
    };
    timer = setInterval(step, STEP);
    step();
    syncPlay();
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    syncPlay();
  }

  function syncPlay() {
    const label = rudc.format.text(timer ? "period.stop" : "period.play");
    byId("play").classList.toggle("playing", timer !== null);
    byId("play").setAttribute("aria-label", label);
    byId("play").title = label;
  }

  /** On a phone: which sheet lies over the map. */
  function changeTab(event) {
    const tab = event.target.closest("button");
    if (tab) showSheet(tab.dataset.sheet);
  }

  /** To the figures, without an entry in the history: a reload would follow, and take the focus away. */
  function skip(event) {
    event.preventDefault();
    showSheet("compare");
    byId("compare").focus();
  }

  function showSheet(sheet) {
    byId("app").dataset.sheet = sheet;
    for (const tab of byId("tabs").querySelectorAll("button")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.sheet === sheet));
    }
  }

  /* --- following the state --------------------------------------------------------------------- */

  function sync(state) {
    const indicator = rudc.page.indicator(state.indicator);
    const input = byId("indicator");
    if (document.activeElement !== input || byId("indicator-list").hidden) input.value = indicator.name;
    explain(indicator);
    syncLevels(state, indicator);
    syncPeriod(state, indicator);
    offerRegion(rudc.page.region(state.region));
    byId("region").value = state.region;
    byId("reference").value = rudc.state.referenceKind(state.reference);
    nameReference(state);
    syncDisplay(state, indicator);
  }

  /** Let the entry for chosen areas name them while they are what is compared with. */
  function nameReference(state) {
    const view = rudc.view.current();
    const chosen = rudc.state.referenceKind(state.reference) === "gebieden" && view;
    byId("reference").lastElementChild.textContent = chosen ? rudc.view.referenceLabel(view) : rudc.format.text("reference.choose");
  }

  /** Have a region of one's own in the list, before the entry that makes another. */
  function offerRegion({ id, name, gemeenten }) {
    const select = byId("region");
    const known = [...select.options].find(({ value }) => value === id);
    if (known) return;
    const label = id.startsWith("GM") ? `${name} (${gemeenten.length})` : name;
    select.insertBefore(h("option", { value: id }, label), select.lastElementChild);
  }

  function explain(indicator) {
    const { text } = rudc.format;
    const sources = indicator.sources.map((id) => rudc.page.sources[id]);
    byId("explanation").replaceChildren(
      h("p", {}, indicator.explanation),
      h("details", {}, h("summary", {}, text("explanation.more")),
        h("ul", {}, indicator.caveats.map((caveat) => h("li", {}, caveat)),
          h("li", {}, text(`direction.${indicator.direction}`)),
          h("li", {}, text(`aggregation.${indicator.aggregation}`)),
          sources.map((source) => h("li", {}, `${text("source")}: `,
            source.address ? h("a", { href: source.address, rel: "noopener", target: "_blank" }, source.title) : source.title,
            source.licence ? ` (${source.attribution}; ${source.licence})` : "")),
          rudc.page.isOfFile(indicator.id) ? null : h("li", {}, h("a", { href: rudc.age.address(indicator) }, text("age.about"))))));
  }

  function syncLevels(state, indicator) {
    const region = rudc.page.region(state.region);
    const offered = rudc.state.offeredLevels(region, indicator);
    for (const radio of byId("level").querySelectorAll("input")) {
      const auto = radio.value === "auto";
      radio.checked = auto ? state.auto : !state.auto && radio.value === state.level;
      radio.disabled = auto ? rudc.levels.choice(state).length < 2 : !offered.includes(radio.value);
      radio.parentElement.title = auto ? radio.parentElement.title : radio.disabled ? rudc.format.text("level.not_offered") : "";
    }
  }

  function syncPeriod(state, indicator) {
    const slider = byId("period");
    const several = indicator.periods.length > 1;
    byId("period-block").classList.toggle("single", !several);
    slider.max = String(indicator.periods.length - 1);
    slider.value = String(indicator.periods.indexOf(state.period));
    slider.setAttribute("aria-valuetext", state.period);
    byId("period-value").textContent = state.period;
    if (timer && !several) stop();
    else syncPlay();
  }

  function syncDisplay(state, indicator) {
    const { display } = state;
    byId("difference").checked = display.difference;
    byId("scheme").value = display.scheme;
    byId("classes").value = String(display.classes);
    byId("palette").value = display.palette;
    const fixed = display.difference || indicator.divergingAt !== null || indicator.categories.length > 0;
    byId("scheme").disabled = fixed;
    byId("scheme-help").textContent = fixed ? "" : rudc.format.text(`scheme.help.${display.scheme}`);
    byId("classes").disabled = fixed || display.scheme === "eigen";
    byId("palette").disabled = display.difference || indicator.divergingAt !== null;
    byId("own-breaks").parentElement.hidden = display.scheme !== "eigen" || fixed;
    const comma = rudc.page.lang === "en" ? "." : ",";
    byId("own-breaks").value = display.ownBreaks.map((b) => String(b).replace(".", comma)).join("; ");
  }

  /** The other language's link holds the page as it is. */
  function languageLink() {
    const state = rudc.state.get();
    const other = state.lang === "nl" ? "en" : "nl";
    byId("language").href = rudc.state.address({ ...state, lang: other });
  }

  return { start, sync, showSheet, offerRegion, changeRegion };
})();
