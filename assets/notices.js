/* Short messages: visible ones that can be closed, and spoken ones for a screen reader. */
window.rudc = window.rudc || {};

rudc.notices = (function () {
  "use strict";

  const { h } = rudc;

  function show(message, { action = null, key = message } = {}) {
    const list = document.getElementById("notices");
    [...list.children].filter((old) => old.dataset.key === key).forEach((old) => old.remove());
    const notice = h("div", { class: "notice", "data-key": key }, h("span", {}, message));
    if (action) {
      notice.append(h("button", {
        type: "button",
        class: "link",
        onclick: () => {
          notice.remove();
          action.run();
        },
      }, action.label));
    }
    notice.append(h("button", {
      type: "button",
      class: "icon",
      "aria-label": rudc.format.text("close"),
      onclick: () => notice.remove(),
    }, "×"));
    list.append(notice);
  }

  /** Tell a screen reader only. */
  function say(message) {
    document.getElementById("live").textContent = message;
  }

  return { show, say };
})();
