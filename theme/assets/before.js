// What the theme needs before it starts: three of its habits changed.
// It writes each link's address anew, which links inside SVG do not allow: here they ignore it.
const svgLink = Object.getOwnPropertyDescriptor(SVGAElement.prototype, "href");
Object.defineProperty(SVGAElement.prototype, "href", { ...svgLink, set() {} });
// And it makes two requests on every page. The search index grows with the site: it is held back until the reader
// turns to the search, or comes from one. And the list of pages, for which instant navigation asks, names the address
// that the site was built for: here it gets the address that it is read at, so that a copy anywhere works the same.
const wanted = new Promise((go) => {
  if (/[?&][hq]=/.test(location.search)) go();
  addEventListener("focusin", (event) => event.target.closest?.("[data-md-component=search]") && go());
  addEventListener("change", (event) => event.target.id === "__search" && go());   // the button on a phone
});
const home = new URL("..", document.currentScript.src);
const { open, send } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.open = function (method, url, ...rest) {
  this.address = String(url);
  return open.call(this, method, url, ...rest);
};
XMLHttpRequest.prototype.send = function (body) {
  if (this.address.endsWith("search/search_index.json")) wanted.then(() => send.call(this, body));
  else if (this.address.endsWith("/sitemap.xml")) fetch(this.address).then((answer) => answer.ok ? answer.text() : Promise.reject()).then((text) => {
    const built = /<loc>(.*?)<\/loc>/.exec(text)?.[1];   // the home page comes first
    const here = (page) => new URL(page.startsWith(built) ? page.slice(built.length) : page, home);
    const list = text.replace(/<loc>(.*?)<\/loc>/g, (_, page) => `<loc>${here(page)}</loc>`);
    for (const [name, value] of Object.entries({ status: 200, response: new Blob([list]) })) Object.defineProperty(this, name, { value });
    this.dispatchEvent(new Event("load"));
  }, () => this.dispatchEvent(new Event("error")));
  else send.call(this, body);
};
