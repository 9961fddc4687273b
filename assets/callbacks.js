/* What Dash calls (rudc_map/web/callbacks.py); the charts themselves come with the later scripts. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.rudc = (function () {
  "use strict";

  /** Hand what happened on one of the charts over to a function of rudc.charts. */
  const passOn = (name) => () => {
    const { triggered } = window.dash_clientside.callback_context;
    if (triggered.length && window.rudc.charts) window.rudc.charts[name](triggered[0].value);
  };

  return {
    /** The charts for the state that is shown. */
    charts: async () => {
      if (!window.rudc.view.current()) return [];
      await window.rudc.view.loadTheRest();
      return window.rudc.charts.components();
    },
    chartHover: passOn("hovered"),
    chartClick: passOn("clicked"),
    chartSelect: passOn("lassoed"),
  };
})();
