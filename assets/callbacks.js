/* What Dash calls (rudc_map/web/callbacks.py); the charts themselves come with the later scripts. */
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.rudc = (function () {
  "use strict";

  const EVENTS = { hoverData: "hovered", clickData: "clicked", selectedData: "lassoed" };

  return {
    /** The charts for the state that is shown. */
    charts: async () => {
      if (!window.rudc.view.current()) return [];
      await window.rudc.view.loadTheRest();
      return window.rudc.charts.components();
    },
    /** What happened on the charts; a click comes together with the hover before it. */
    chartEvent: () => {
      if (!window.rudc.charts) return;
      for (const { prop_id: property, value } of window.dash_clientside.callback_context.triggered) {
        window.rudc.charts[EVENTS[property.split(".").pop()]](value);
      }
    },
  };
})();
