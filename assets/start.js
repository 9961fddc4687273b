/* Start: as soon as Dash has put the page together, bring it to life. */
(function () {
  "use strict";

  function start() {
    const { page } = rudc;
    rudc.state.start(page.state);
    rudc.state.onChange(rudc.view.show);
    rudc.controls.start();
    rudc.tooltip.start();
    rudc.legend.start();
    rudc.search.start();
    for (const notice of page.notices) rudc.notices.show(notice);
    rudc.view.show(rudc.state.get(), null);
  }

  // fetched before Dash has drawn anything, so that they are there when the map is
  rudc.data.valuesFor(rudc.page.state);
  rudc.data.loadAreas();

  const observer = new MutationObserver(() => {
    if (!document.getElementById("legend") || !document.getElementById("indicator")) return;
    observer.disconnect();
    start();
  });
  observer.observe(document.body, { childList: true, subtree: true });
})();
