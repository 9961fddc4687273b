/* Search for an area by name or postcode, and "my location". Works without a network. */
window.rudc = window.rudc || {};

rudc.search = (function () {
  "use strict";

  const MOST = 12;
  const ELSEWHERE = "adres:";
  const LEVELS = ["gemeente", "wijk", "buurt", "provincie"];
  let entries = null;
  let loading = false;

  /** The names of all areas can wait for the first picture, unless somebody wants to search. */
  function start() {
    const once = { once: true };
    document.addEventListener("rudc:shown", load, once);
    document.getElementById("search").addEventListener("focus", load, once);
  }

  async function load() {
    if (loading) return;
    loading = true;
    const areas = await rudc.data.loadAreas();
    entries = indexed(areas);
    // without this code the form leads to the page that searches
    document.getElementById("search").form.addEventListener("submit", (event) => event.preventDefault());
    rudc.combobox.create({
      input: document.getElementById("search"),
      list: document.getElementById("search-list"),
      find: (words) => find(words, areas),
      choose,
      shown: () => null,
    });
  }

  function indexed(areas) {
    return LEVELS.flatMap((level) => {
      const table = areas.levels[level];
      return table.codes.map((code, i) => ({
        code,
        level,
        name: table.names[i],
        folded: rudc.format.folded(table.names[i]),
        postcode: table.postcodes ? table.postcodes[i] : null,
      }));
    });
  }

  /** Areas whose name holds the words, best match first; four digits are a postcode. */
  function find(words, areas) {
    const wanted = rudc.format.folded(words);
    if (wanted.length < 2) return [];
    const postcode = (wanted.match(/^(\d{4})(\s?[a-z]{0,2})$/) || [])[1];
    if (postcode && wanted.length < 6) return groupsOfPostcode(postcode, areas);
    if (postcode) return [addressGroup(words), ...groupsOfPostcode(postcode, areas)];
    if (/^\d{2,3}$/.test(wanted)) return groupsOfPostcode(wanted, areas);
    const scored = entries
      .map((entry) => ({ entry, score: score(entry.folded, wanted) }))
      .filter(({ score: s }) => s > 0)
      .sort((a, b) => b.score - a.score || LEVELS.indexOf(a.entry.level) - LEVELS.indexOf(b.entry.level) ||
        a.entry.name.localeCompare(b.entry.name, "nl"))
      .slice(0, MOST)
      .map(({ entry }) => entry);
    const found = { label: null, options: scored.map((entry) => option(entry, areas)) };
    return /\d/.test(wanted) ? [found, addressGroup(words)] : [found];
  }

  /** What this page does not know is for the page that may ask an address server. */
  function addressGroup(words) {
    return { label: null, options: [{ id: `${ELSEWHERE}${words}`, label: rudc.format.text("search.address", { words }) }] };
  }

  function askElsewhere(words) {
    const parameters = new URLSearchParams({ q: words });
    if (rudc.state.get().lang === "en") parameters.set("taal", "en");
    window.location.assign(`/mijn-buurt?${parameters}`);
  }

  function score(name, wanted) {
    if (name === wanted) return 4;
    if (name.startsWith(wanted)) return 3;
    if (new RegExp(`(^|[^a-z0-9])${wanted.replace(/[^a-z0-9 ]/g, ".")}`).test(name)) return 2;
    return name.includes(wanted) ? 1 : 0;
  }

  function groupsOfPostcode(postcode, areas) {
    const found = entries.filter((entry) => entry.postcode && entry.postcode.startsWith(postcode));
    if (!found.length) return [];
    const label = rudc.format.text("search.postcode", { postcode });
    return [{ label, options: found.slice(0, 40).map((entry) => option(entry, areas)) }];
  }

  function option({ code, level, name, postcode }, areas) {
    const within = level === "gemeente" ? areas.provinceOf(code) : areas.gemeenteOf(code);
    const detail = [rudc.format.text(`level.${level}`), within ? areas.name(within) : null, postcode]
      .filter(Boolean).join(" · ");
    return { id: code, label: name, detail };
  }

  /** Select an area, at its own level where the indicator has it, and bring it into view. */
  async function choose(code) {
    if (code.startsWith(ELSEWHERE)) return askElsewhere(code.slice(ELSEWHERE.length));
    const areas = await rudc.data.loadAreas();
    const state = rudc.state.get();
    const { level } = areas.find(code);
    const changes = { areas: rudc.selection.adding() ? [...new Set([...state.areas, code])].slice(0, 10) : [code] };
    if (!state.auto && level !== state.level) changes.level = level;
    const region = regionWith(code, level, state, areas);
    if (region) changes.region = region;
    rudc.state.update(changes);
    whenShown(async () => {
      await rudc.map.zoomTo([rudc.map.has(code) || rudc.state.get().auto ? code : areas.gemeenteOf(code)]);
      whenShown(() => rudc.notices.say(rudc.tooltip.describe(rudc.view.current(), code).join(". ")), code);
    }, code);
  }

  /** Another region to go to, where the area lies outside the one that is shown. */
  function regionWith(code, level, state, areas) {
    const holds = (region) => region.levels.includes(level) &&
      (!region.gemeenten.length || region.gemeenten.includes(areas.gemeenteOf(code)));
    if (holds(rudc.page.region(state.region))) return null;
    const found = rudc.page.regions.find((region) => region.gemeenten.length > 10 && holds(region)) ||
      rudc.page.regions.find(holds);
    return found ? found.id : null;
  }

  function whenShown(run, code) {
    if (rudc.map.has(code)) return requestAnimationFrame(run);
    const onShown = () => {
      document.removeEventListener("rudc:shown", onShown);
      run();
    };
    return document.addEventListener("rudc:shown", onShown);
  }

  /** Ask the browser where the user is and select the area that contains it. */
  function locate() {
    const { text } = rudc.format;
    if (!navigator.geolocation) return rudc.notices.show(text("locate.unavailable"));
    rudc.notices.say(text("locate.busy"));
    return navigator.geolocation.getCurrentPosition(
      async ({ coords }) => {
        const code = await rudc.data.buurtAt(coords.longitude, coords.latitude);
        if (code) choose(code);
        else rudc.notices.show(text("locate.outside"));
      },
      () => rudc.notices.show(text("locate.refused")),
      { timeout: 10000, maximumAge: 60000 },
    );
  }

  return { start, locate };
})();
