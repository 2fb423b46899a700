let cells = [];   // of a lab
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
  for (const cell of cells) cell.querySelectorAll("button[data-clipboard-target]").forEach((button) => {
    for (const attribute of ["title", "aria-label"]) if (button.hasAttribute(attribute)) button.setAttribute(attribute, "Copy this cell and all before it");
  });
};
// A lab's cells build on each other: the copy of a cell is everything up to it, so that what is copied runs.
document$.subscribe(() => {   // the theme's: the first page, and each that takes its place
  cells = document.querySelector(".admonition.lab") ? [...document.querySelectorAll("article .language-python:not(.no-copy)")] : [];
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-clipboard-target]");
  const last = cells.indexOf(button?.closest(".language-python"));
  if (last < 0) return;
  const texts = cells.slice(0, last + 1).map((cell) => cell.querySelector("code").textContent.replace(/\n+$/, ""));
  button.setAttribute("data-clipboard-text", texts.join("\n\n"));
}, true);  // before the theme's own listener, which then copies this text
// A link into what is not shown (a claim that the filter leaves out, a block in another tab or a folded box) shows it.
const reveal = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (!target || target.offsetParent) return;
  if (target.closest(".claim")) document.querySelector(".verdicts [value=all]").checked = true;
  for (let part = target; part; part = part.parentElement) {
    if (part.matches("details")) part.open = true;
    if (!part.matches(".tabbed-block")) continue;
    const index = [...part.parentElement.children].indexOf(part);
    part.closest(".tabbed-set").querySelectorAll(":scope > input")[index].checked = true;
  }
  target.scrollIntoView();
};
document$.subscribe(reveal);
addEventListener("hashchange", reveal);
addEventListener("click", (event) => { if (event.target.closest?.('a[href*="#"]')) setTimeout(reveal); });   // the same address again
// The theme's labels cannot take the focus: put a button before each that presses it.
for (const [id, name] of [["__drawer", "Navigation"], ["__search", "Search"]]) {
  const label = document.querySelector(`.md-header__button[for=${id}]`);
  const button = document.createElement("button");
  button.className = `${label.className} la-opens${id}`;
  button.setAttribute("aria-label", name);
  button.innerHTML = label.innerHTML;
  button.addEventListener("click", () => label.click());
  label.classList.add("la-replaced");
  label.before(button);
}
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
