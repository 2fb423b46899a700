// Mends what the theme leaves without an accessible name, and lets the keyboard reach what only a pointer could:
// parts that scroll sideways, and on a phone the buttons for navigation and search.
// Copy buttons, folded boxes and tabs change the page later, so look again whenever something changed.
const mend = () => {
  document.querySelector(".md-search[role=dialog]")?.setAttribute("aria-label", "Search");
  document.querySelectorAll("nav.md-code__nav").forEach((nav, i) => nav.setAttribute("aria-label", `Code block ${i + 1}`));
  document.querySelectorAll(".md-typeset :is(pre > code, table, .md-typeset__scrollwrap, div.math)").forEach((part) => {
    if (part.scrollWidth > part.clientWidth) part.setAttribute("tabindex", "0");
    else part.removeAttribute("tabindex");
  });
};
const press = (event) => {   // the theme itself lets Enter press a label
  if (event.key === " ") { event.preventDefault(); event.currentTarget.click(); }
};
document.querySelectorAll(".md-header label[for=__drawer], .md-header .md-header__button[for=__search]").forEach((label) => {
  label.setAttribute("role", "button");
  label.setAttribute("tabindex", "0");
  label.setAttribute("aria-label", label.htmlFor === "__drawer" ? "Navigation" : "Search");
  label.addEventListener("keydown", press);
});
addEventListener("keydown", (event) => {
  const drawer = document.getElementById("__drawer");
  if (event.key === "Escape" && drawer.checked) drawer.click();
});
let planned = 0;
const plan = () => { cancelAnimationFrame(planned); planned = requestAnimationFrame(mend); };
new MutationObserver(plan).observe(document.body, { childList: true, subtree: true });
for (const event of ["resize", "change", "toggle", "load"]) addEventListener(event, plan, true);
document.fonts.ready.then(plan);
mend();
