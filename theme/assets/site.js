// Mends what the theme leaves without an accessible name, and lets the keyboard reach what scrolls sideways.
// Copy buttons, folded boxes and tabs change the page later, so look again whenever something changed.
const mend = () => {
  document.querySelector(".md-search[role=dialog]")?.setAttribute("aria-label", "Search");
  document.querySelectorAll("nav.md-code__nav").forEach((nav, i) => nav.setAttribute("aria-label", `Code block ${i + 1}`));
  document.querySelectorAll(".md-typeset :is(pre > code, table, .md-typeset__scrollwrap, div.math)").forEach((part) => {
    if (part.scrollWidth > part.clientWidth) part.setAttribute("tabindex", "0");
    else part.removeAttribute("tabindex");
  });
};
let planned = 0;
const plan = () => { cancelAnimationFrame(planned); planned = requestAnimationFrame(mend); };
new MutationObserver(plan).observe(document.body, { childList: true, subtree: true });
for (const event of ["resize", "change", "toggle", "load"]) addEventListener(event, plan, true);
document.fonts.ready.then(plan);
mend();
