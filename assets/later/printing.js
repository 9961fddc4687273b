/*
 * The map on paper: map, legend and comparison one below the other. A map has the size of its place
 * on the screen, so the page takes the form of paper before it is printed, and its own afterwards.
 */
(function () {
  "use strict";

  const root = document.documentElement;

  function form(paper) {
    root.classList.toggle("printing", paper);
    rudc.map.followSize();
  }

  window.addEventListener("beforeprint", () => form(true));
  window.addEventListener("afterprint", () => form(false));
})();
