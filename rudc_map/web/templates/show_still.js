/* Until the map has been drawn, after three seconds or where its script fails: a still image. */
(function () {
  setTimeout(function () {
    var still = document.getElementById("still");
    if (document.body.dataset.shown || !still) return;
    document.getElementById("picture").before(still.content.cloneNode(true));
    document.body.classList.add("still-shown");
  }, 3000);
})();
