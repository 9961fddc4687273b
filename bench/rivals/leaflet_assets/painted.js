// Marks "choropleth-painted" in the animation frame after the one in which Leaflet drew every area
// on its canvas in newly assigned colours. Used by all Leaflet rivals and by the hand-written page.
// A page tells in `benchAreas` how many areas there are, and calls `benchStyled()` for each area it gives a colour; a redraw for any other reason
// (a pan, a hover, a canvas that is still empty) sets no mark.
(() => {
  let styled = 0;
  window.benchStyled = () => { styled += 1; };
  const drawNow = L.Canvas.prototype._redraw;
  L.Canvas.prototype._redraw = function () {
    drawNow.call(this);
    if (styled < window.benchAreas || Object.keys(this._layers).length < window.benchAreas) return;
    styled = 0;
    requestAnimationFrame(() => performance.mark("choropleth-painted"));
  };
})();
