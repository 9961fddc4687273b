/*
 * For the page around an embedded map (docs/embedding.md): gives each frame the height of what is in it.
 *
 * A frame from this script's own site posts {"rudc": "height", "height": 512}; nothing else is listened
 * to, and only the frame that it came from is changed. Loading it more than once does no harm.
 */
(function () {
  "use strict";

  if (window.rudcEmbed || !document.currentScript) return;
  window.rudcEmbed = true;
  var site = new URL(document.currentScript.src).origin;
  var MOST = 4000; // px, whatever a frame asks for

  window.addEventListener("message", function (event) {
    var said = event.data;
    if (event.origin !== site || !said || said.rudc !== "height" || !(said.height > 0)) return;
    document.querySelectorAll("iframe").forEach(function (frame) {
      if (frame.contentWindow === event.source) frame.style.height = Math.min(MOST, Math.ceil(said.height)) + "px";
    });
  });

  /* Frames that were there before this script: ask them again. */
  document.querySelectorAll("iframe").forEach(function (frame) {
    if (frame.src.indexOf(site + "/embed?") === 0) frame.contentWindow.postMessage({ rudc: "height?" }, site);
  });
})();
