/* Dash asks the server for its layout and callbacks once its scripts have run. The page already
   holds both, made for this very address: answer from there, once, and save two round trips. */
(function () {
  "use strict";
  const answers = JSON.parse(document.getElementById("rudc-dash").textContent);
  const ask = window.fetch;
  window.fetch = function (resource, options) {
    const address = typeof resource === "string" ? resource : resource.url || "";
    const name = address.split("?")[0].split("/").pop();
    if (!(name in answers)) return ask.call(this, resource, options);
    const body = JSON.stringify(answers[name]);
    delete answers[name];
    const headers = { "Content-Type": "application/json" };
    return Promise.resolve(new Response(body, { status: 200, headers }));
  };
})();
