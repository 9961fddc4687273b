/* Start: the first picture, then Dash; as soon as that has put the page together, bring it to life. */
(function () {
  "use strict";

  const PATIENCE = 400; // ms that Dash waits for the first picture: on a slow line it must not be in the way

  function start() {
    const { page } = rudc;
    rudc.state.start(page.state);
    rudc.state.onChange(rudc.view.show);
    rudc.map.start();
    rudc.controls.start();
    rudc.tooltip.start();
    rudc.legend.start();
    rudc.search.start();
    for (const notice of page.notices) rudc.notices.show(notice);
    rudc.view.show(rudc.state.get(), null);
  }

  /** Run the scripts of Dash (templates/page.html), which the browser has fetched meanwhile, in their order. */
  async function startDash() {
    const scripts = [...document.getElementById("dash-scripts").content.querySelectorAll("script")];
    await Promise.all(scripts.filter(({ src }) => src).map(({ src }) => rudc.loadScript(src)));
    rudc.map.awaitLeaflet();
    for (const { textContent } of scripts.filter(({ src }) => !src)) document.head.append(rudc.h("script", {}, textContent));
  }

  rudc.page.state = rudc.first.levelled(rudc.page.state);
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  Promise.race([rudc.first.paint(rudc.page.state), patience]).then(startDash);
  rudc.data.areasFor(rudc.page.state);

  const observer = new MutationObserver(() => {
    if (!document.getElementById("legend") || !document.getElementById("indicator")) return;
    observer.disconnect();
    start();
  });
  observer.observe(document.body, { childList: true, subtree: true });
})();
