// The theme asks for the whole search index on every page, and the index grows with the site.
// Hold that one request back until the reader turns to the search, or comes from one.
const wanted = new Promise((go) => {
  if (/[?&][hq]=/.test(location.search)) go();
  addEventListener("focusin", (event) => event.target.closest?.("[data-md-component=search]") && go());
  addEventListener("change", (event) => event.target.id === "__search" && go());   // the button on a phone
});
const { open, send } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.open = function (method, url, ...rest) {
  this.waits = String(url).endsWith("search/search_index.json");
  return open.call(this, method, url, ...rest);
};
XMLHttpRequest.prototype.send = function (body) {
  if (this.waits) wanted.then(() => send.call(this, body));
  else send.call(this, body);
};
