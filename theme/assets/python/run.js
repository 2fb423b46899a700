// Gives each block of Python its bar: Run, Check, Stop, Reset, Link; or says where else it runs. Small, because every page
// loads it: block.js, which does the work, comes with the first use, and Python itself with the first Run.
import { code as edits, mark } from "./record.js";

const site = new URL("../../", import.meta.url);
const work = () => import("./block.js");
const able = "Worker" in window && "WebAssembly" in window;

const element = (name, attributes = {}, text = "") => {
  const one = document.createElement(name);
  for (const key in attributes) one.setAttribute(key, attributes[key]);
  one.textContent = text;
  return one;
};

function add(box) {
  const code = box.querySelector("pre > code");
  const file = box.querySelector(".filename")?.textContent.trim();
  if (!file || box.dataset.bar) return;
  box.dataset.bar = file;
  const exercise = box.closest(".exercise");
  const torch = /^\s*(import|from)\s+torch\b/m.test(code.textContent);
  if (torch && exercise) return;   // its own last line says where it runs
  const bar = element("div", { class: "la-bar", role: "group", "aria-label": file });
  box.after(bar);
  if (torch || !able) {
    const why = able ? "PyTorch has no build for browsers. Run this with your own Python: " : "This browser cannot run Python here. Take the code along: ";
    const name = file.split("/").pop();
    const [address, ...more] = exercise ? [file] : [file, file.replace(/py$/, "ipynb")];
    bar.append(why, element("a", { href: new URL(address, site), download: name }, name));
    for (const other of more) bar.append(" or ", element("a", { href: new URL(other, site), download: name.replace(/py$/, "ipynb") }, "notebook"));
    return;
  }
  const block = { box, code, file, bar, exercise, original: code.innerHTML, text: code.textContent.replace(/\n+$/, ""), status: element("span", { role: "status" }) };
  for (const name of ["Run", ...(exercise ? ["Check"] : []), "Stop", "Reset", "Link"]) {
    const button = element("button", { type: "button" }, name);
    button.hidden = name === "Stop" || name === "Reset";
    button.addEventListener("click", () => work().then((module) => module[name.toLowerCase()](block)));
    block[name.toLowerCase()] = button;
    bar.append(button);
  }
  block.link.title = "Copy a link that holds this code";
  bar.append(block.status);
  try { code.contentEditable = "plaintext-only"; } catch { code.contentEditable = "true"; }   // Firefox before 136
  code.spellcheck = false;
  for (const [key, value] of Object.entries({
    role: "textbox", "aria-multiline": "true", autocapitalize: "off",
    "aria-label": `${file}, editable. Control Enter runs it, Escape leaves it.`,
  })) code.setAttribute(key, value);
  // Tab through the page passes by; Tab after any other key, or a click, indents.
  code.addEventListener("focus", () => { code.dataset.passing = tabbed; work().then((module) => module.edit(block)); });
  blocks.set(file, block);
}

let tabbed = false;
addEventListener("keydown", (event) => { tabbed = event.key === "Tab"; }, true);
addEventListener("pointerdown", () => { tabbed = false; }, true);

export const blocks = new Map();   // of this page, by file

function scan() {
  if (blocks.size) work().then((module) => module.leave());
  blocks.clear();
  if (!document.querySelector(".admonition.lab")) document.querySelectorAll("article .language-python:not(.no-copy)").forEach(add);
  mark();
  const keeps = edits.all().some(([file]) => blocks.has(file));
  if (keeps || /^#code=/.test(location.hash) || document.querySelector("[data-solved]")) work().then((module) => module.restore());
}
document$.subscribe(scan);   // the theme's: a first load, and each page after it
addEventListener("hashchange", () => /^#code=/.test(location.hash) && work().then((module) => module.restore()));
