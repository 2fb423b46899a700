// What the bar of a block does: run and stop Python, edit, compare with what the page printed, check an exercise, share.
import { blocks } from "./run.js";
import { code as edits, done as solved, mark } from "./record.js";
import { draw } from "./draw.js";

const LONGEST_LINK = 6_000, LONGEST_CODE = 20_000;   // characters
const element = (name, attributes = {}, ...children) => {
  const one = document.createElement(name);
  for (const key in attributes) one.setAttribute(key, attributes[key]);
  one.append(...children);
  return one;
};
// What a block's code is now. Not innerText, which is empty in a folded box.
function textOf({ code }) {
  const copy = code.cloneNode(true);
  copy.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
  return copy.textContent.replace(/\u00a0/g, " ").replace(/\n+$/, "");
}

// ---------------------------------------------------------------- the interpreter: one for the whole visit

let python = null, busy = null;

function start() {
  const one = { dead: false, listen: null };
  one.ready = (async () => {
    const source = await fetch(new URL("worker.js", import.meta.url)).then((response) => response.ok ? response.text() : Promise.reject(), () => Promise.reject())
      .catch(() => { throw new Error("Python could not be loaded. It needs this page to come from a web server that can be reached."); });
    if (one.dead) return;
    const addresses = { SERVED: new URL("../vendor/python/", import.meta.url).href, OURS: new URL("./", import.meta.url).href };
    const lines = Object.entries(addresses).map(([name, address]) => `const ${name} = ${JSON.stringify(address)};\n`);
    const blob = URL.createObjectURL(new Blob([...lines, source], { type: "text/javascript" }));
    one.worker = new Worker(blob, { type: "module" });
    await new Promise((ready, fail) => {
      one.worker.onmessage = ({ data }) => {
        if (data.ready) { one.last = null; return ready(); }
        if (data.fatal) fail(new Error(data.fatal));
        one.last = data;
        one.listen?.(data);
      };
      one.worker.onerror = (event) => {
        const fatal = event.message || "Python stopped working.";
        fail(new Error(fatal));
        one.listen?.({ fatal });
      };
    }).finally(() => URL.revokeObjectURL(blob));
  })();
  one.ready.catch(() => {});   // whoever runs something awaits it and says so
  return one;
}
function end(one, next) {
  one.dead = true;
  one.listen = null;
  one.worker?.terminate();
  if (python === one) python = next ? start() : null;   // so that the next run need not wait
}

async function execute(block, message) {
  busy?.stop("Stopped");
  const one = python ??= start();
  const place = outputOf(block);
  const output = place.querySelector("pre");
  output.replaceChildren();
  place.className = "la-out";
  place.hidden = false;
  place.querySelector(".la-same").textContent = "";
  place.querySelector(".la-arrays")?.remove();
  block.exercise?.querySelector(".la-results")?.replaceChildren();
  block.stop.hidden = false;
  let printed = "";
  const job = busy = {
    stop(text) { end(one, true); finish(text); },
  };
  const finish = (text) => {
    one.listen = null;
    busy = null;
    block.status.textContent = text;
    if (document.activeElement === block.stop) block.run.focus();
    block.stop.hidden = true;
    place.classList.toggle("bad", !text.startsWith("Done"));
    block.reset.hidden = false;
  };
  const fail = (text) => {
    end(one, !/could not be loaded/.test(text));
    write(output, [{ text: `${text}\n`, error: true }]);
    finish("Error");
  };
  const loading = ({ loading, loaded, total }) => {
    const bytes = element("span", { "aria-hidden": "true" }, ` ${(loaded / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`);
    const text = `Loading ${loading}`;
    if (block.status.firstChild?.textContent === text) block.status.lastChild.replaceWith(bytes);
    else block.status.replaceChildren(text, bytes);
  };
  one.listen = (data) => {
    if (data.fatal) return fail(data.fatal);
    if (data.loading) loading(data);
    if (data.running) block.status.textContent = "Running";
    if (data.out) {
      write(output, data.out);
      printed += data.out.filter((piece) => !piece.error).map((piece) => piece.text).join("");
    }
    if ("done" in data) {
      const ok = data.done.ok ?? true;
      finish(ok ? `Done in ${data.seconds.toFixed(2)} s` : "Error");
      if (data.done.memory) end(one, true);   // what it took stays taken
      job.resolve(data.done, printed);
    }
  };
  if (one.last?.loading) loading(one.last);
  else block.status.textContent = one.worker ? "Running" : "Loading Python";
  try { await one.ready; } catch (error) { if (busy === job) fail(error.message); return null; }
  if (busy !== job) return null;
  return new Promise((resolve) => {
    job.resolve = (result, text) => resolve({ result, text });
    one.worker.postMessage(message);
  });
}

// ---------------------------------------------------------------- output

// The place under the code: what the page printed and, beside it where there is room, what this run prints.
function outputOf(block) {
  let place = block.place;
  if (place) return place;
  place = block.place = element("div", { class: "la-out" },
    element("div", { class: "la-head" }, element("span", { class: "filename" }, "Your run"), element("span", { class: "la-same" })),
    element("pre", { role: "group", "aria-label": "Output", tabindex: "0" }));
  const pair = element("div", { class: "la-pair" });
  const golden = block.bar.nextElementSibling;
  block.bar.after(pair);
  if (golden?.matches(".language-text") && golden.querySelector(".filename")?.textContent.trim() === "Output") {
    block.golden = golden.querySelector("code").textContent.replace(/\n+$/, "");
    pair.append(golden);
  }
  pair.append(place);
  return place;
}

function write(output, pieces) {
  for (const { text, error } of pieces) output.append(error ? element("span", { class: "la-error" }, text) : text);
  output.scrollTop = output.scrollHeight;
}

// Say whether a run printed what the page shows, and mark the lines that differ.
function compare(block, text) {
  if (block.golden === undefined) return;
  const rows = text.replace(/\n+$/, "").split("\n"), expected = block.golden.split("\n");
  const differ = new Set([...rows.keys()].filter((i) => rows[i] !== expected[i]));
  const count = differ.size + Math.max(0, expected.length - rows.length);
  const same = block.place.querySelector(".la-same");
  same.textContent = count ? `≠ differs from the page in ${count} line${count > 1 ? "s" : ""}` : "= equals the page";
  block.place.classList.toggle("differs", count > 0);
  const output = block.place.querySelector("pre");
  if (count && !output.querySelector("span")) {
    output.replaceChildren(...rows.map((row, i) => element(differ.has(i) ? "mark" : "span", {}, `${row}\n`)));
  }
}

// ---------------------------------------------------------------- what the buttons do

export async function run(block) {
  const ran = await execute(block, { source: textOf(block) });
  if (!ran?.result.ok) return;
  compare(block, ran.text);
  const { arrays } = ran.result;
  if (!arrays.length) return;
  const names = arrays.map((array) => array.name).join(", ");
  const fold = element("details", { class: "la-arrays" }, element("summary", {}, `Draw ${names}`));
  fold.addEventListener("toggle", () => { if (fold.children.length === 1) fold.append(...arrays.map(draw)); });
  block.place.append(fold);
}

export async function check(block) {
  const { exercise } = block;
  const tests = exercise.querySelector(".tests code").textContent;
  const hints = JSON.parse(exercise.dataset.hints);
  const ran = await execute(block, { source: textOf(block), tests });
  if (!ran) return;
  const results = ran.result;
  block.place.hidden = !block.place.querySelector("pre").textContent;
  const failed = results.filter((one) => !one.ok);
  const summary = failed.length ? `${results.length - failed.length} of ${results.length} checks pass.` : `Solved: ${results.length === 1 ? "the check passes" : `all ${results.length} checks pass`}.`;
  const given = new Set();   // a hint is said once
  const hint = (name) => !given.has(name) && given.add(name) && hints[name];
  const list = element("ul", {}, ...results.map((one) => {
    const item = element("li", { class: one.ok ? "right" : "wrong" }, element("strong", {}, one.ok ? "Right: " : "Not yet: "), one.name);
    if (!one.ok) item.append(element("p", {}, ...worded(one.text)));
    const help = hint(one.hint);
    if (help) item.append(element("p", { class: "la-hint" }, element("strong", {}, "Hint: "), ...worded(help)));
    return item;
  }));
  let place = exercise.querySelector(".la-results");
  if (!place) {
    place = element("div", { class: "la-results", role: "group", "aria-label": "Result of the check" });
    block.place.parentElement.after(place);
  }
  place.replaceChildren(element("p", { class: "la-summary" }, element("strong", {}, summary)), list);
  if (failed.length) place.append(element("p", {}, "Change the code and check again. The solution is folded below."));
  block.status.append(`. ${summary}`);
  if (results.length && !failed.length) {
    solved.put(exercise.dataset.exercise, new Date().toISOString().slice(0, 10));
    mark();
  }
}

// Words in which `…` is code.
const worded = (text) => text.split("`").map((part, i) => i % 2 ? element("code", {}, part) : part);

export function stop() { busy?.stop("Stopped"); }

export function reset(block) {
  if (busy && !block.stop.hidden) stop();
  block.code.innerHTML = block.original;
  edits.put(block.file, null);
  block.status.textContent = "";
  block.reset.hidden = true;
  if (block.place) block.place.hidden = true;
  block.exercise?.querySelector(".la-results")?.replaceChildren();
  block.run.focus();
}

// The page is left while something runs: its output has no place any more.
export function leave() { busy?.stop("Stopped"); }

// ---------------------------------------------------------------- editing

export function edit(block) {
  const { code } = block;
  if (code.dataset.edits) return;
  code.dataset.edits = true;
  const changed = () => {
    block.reset.hidden = false;
    plain(block);
    colour();
    keep(block);
  };
  code.addEventListener("beforeinput", () => plain(block));
  code.addEventListener("input", changed);
  if (textOf(block) !== block.text) changed();   // somebody typed before this was here
  code.addEventListener("pointerdown", () => { code.dataset.passing = false; });
  code.addEventListener("keydown", (event) => {
    const passing = code.dataset.passing === "true";
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(block); }
    else if (event.key === "Escape") { event.preventDefault(); block.run.focus(); }
    else if (event.key === "Tab" && !event.shiftKey && !passing) { event.preventDefault(); insert("    "); }
    else if (event.key === "Enter") { event.preventDefault(); insert(`\n${indent(code)}`); }
    if (!["Tab", "Shift"].includes(event.key)) code.dataset.passing = false;
  });
}
// Deprecated and everywhere: the one way that keeps the browser's own undo.
const insert = (text) => document.execCommand("insertText", false, text);

// How many characters stand before a place in an element.
function offset(code, node, at) {
  const range = document.createRange();
  range.setStart(code, 0);
  range.setEnd(node, at);
  return range.toString().length;
}

// The spaces that a new line begins with: those of the line that the cursor is in, four more behind a colon.
function indent(code) {
  const { startContainer, startOffset } = getSelection().getRangeAt(0);
  const line = textOf({ code }).slice(0, offset(code, startContainer, startOffset)).split("\n").pop();
  return /^ */.exec(line)[0] + (/:\s*$/.test(line) ? "    " : "");
}

// Before the first edit, text without elements: browsers copy an element's style into what is typed in its place.
function plain({ code }, text) {
  if (text === undefined && !code.firstElementChild) return;
  const selection = getSelection();
  const ends = text === undefined && code.contains(selection.anchorNode)
    && [[selection.anchorNode, selection.anchorOffset], [selection.focusNode, selection.focusOffset]].map(([node, at]) => offset(code, node, at));
  const node = document.createTextNode(text ?? textOf({ code }));
  code.replaceChildren(node);
  const [from, to] = ends ? ends.map((end) => Math.min(end, node.length)) : [];
  if (ends) selection.setBaseAndExtent(node, from, node, to);
  colour();
}

function keep(block) {
  const text = textOf(block);
  const kept = edits.put(block.file, text === block.text ? null : text);
  if (!kept) block.status.textContent = "This browser keeps nothing: the edit is gone when you leave";
}

// Edited code gets the colours of the page's code without elements, by ranges that the style sheet names.
const QUOTED = /"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/.source;
const TOKENS = new RegExp([
  "(?<comment>#.*)",
  `(?<string>(?:\\b[rfb]{1,2})?(?:${QUOTED}))`,
  "(?<keyword>\\b(?:False|None|True|and|as|assert|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)\\b)",
  "(?<name>(?<=\\b(?:def|class) )\\w+)",
  "(?<builtin>\\b(?:abs|all|any|bool|dict|enumerate|float|int|isinstance|len|list|map|max|min|pow|print|range|reversed|round|set|sorted|str|sum|tuple|type|zip)\\b)",
  "(?<number>\\b\\d[\\d_]*(?:\\.\\d*)?(?:e[+-]?\\d+)?)",
  "(?<sign>[-+*/%@=<>!&|^~()[\\]{},:.;]+)",
].join("|"), "g");
function colour() {
  if (!CSS.highlights) return;   // then edited code has one colour
  const ranges = {};
  for (const { code } of blocks.values()) {
    if (code.firstElementChild) continue;   // as the page has it
    for (const node of code.childNodes) for (const match of node.data.matchAll(TOKENS)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      (ranges[Object.keys(match.groups).find((name) => match.groups[name])] ??= []).push(range);
    }
  }
  for (const name in ranges) CSS.highlights.set(`la-${name}`, new Highlight(...ranges[name]));
}

// ---------------------------------------------------------------- kept and shared code

const through = async (bytes, stream, most = Infinity) => {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks = [];
  for (let size = 0, next; !(next = await reader.read()).done; chunks.push(next.value)) {
    if ((size += next.value.length) > most) throw new Error("too long");
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
};

export async function link(block) {
  const bytes = await through(new TextEncoder().encode(textOf(block)), new CompressionStream("deflate-raw"));
  const packed = btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  if (packed.length > LONGEST_LINK) { block.status.textContent = "Too long for a link"; return; }
  const address = new URL(`#code=${block.file}~${packed}`, location.href).href;
  try { await navigator.clipboard.writeText(address); block.status.textContent = "Link copied: whoever opens it sees this code"; }
  catch { history.replaceState(history.state, "", address); block.status.textContent = "The link is in the address bar"; }
}

// Put back what was edited before, and show what a link brings. Nothing runs by itself, and all of it stays text.
export async function restore() {
  for (const [file, text] of edits.all()) {
    const block = blocks.get(file);
    if (!block || text === block.text || textOf(block) !== block.text) continue;
    plain(block, text);
    block.reset.hidden = false;
    block.status.textContent = "Your edit from before. Reset shows the page's code";
  }
  const [, file, packed] = /^#code=([\w/.-]+)(?:~|%7[Ee])([\w-]+)$/.exec(location.hash) ?? [];
  const block = blocks.get(file);
  if (block && packed.length <= LONGEST_LINK) {
    try {
      const bytes = Uint8Array.from(atob(packed.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
      plain(block, new TextDecoder("utf-8", { fatal: true }).decode(await through(bytes, new DecompressionStream("deflate-raw"), LONGEST_CODE)));
      block.status.textContent = "This code came with the link. Read it before you run it";
      block.reset.hidden = false;
    } catch { block.status.textContent = "The link is damaged: this is the page's code"; }
    for (let place = block.box; place; place = place.parentElement.closest(".tabbed-block, details")) {
      if (place.matches("details")) place.open = true;
      if (place.matches(".tabbed-block")) place.closest(".tabbed-set").querySelectorAll(":scope > input")[[...place.parentElement.children].indexOf(place)].click();
    }
    block.box.scrollIntoView({ block: "center" });
  }
  settings();
}

// ---------------------------------------------------------------- the record of all exercises

// On the page that lists them: save the record to a file, read it back, clear it.
function settings() {
  const place = document.querySelector("[data-solved]");
  const tools = document.querySelector("[data-record]");
  if (!place || !tools || tools.children.length) return;
  const say = (text) => { tools.querySelector("[role=status]").textContent = text; mark(); };
  const button = (name, act) => {
    const one = element("button", { type: "button" }, name);
    one.addEventListener("click", act);
    return one;
  };
  tools.append(
    button("Save to a file", () => {
      const content = JSON.stringify({ solved: Object.fromEntries(solved.all()), code: Object.fromEntries(edits.all()) }, null, 1);
      const address = URL.createObjectURL(new Blob([content], { type: "application/json" }));
      element("a", { href: address, download: "llm-anatomy.json" }).click();
      URL.revokeObjectURL(address);
      say("Saved.");
    }),
    button("Read from a file", () => {
      const input = element("input", { type: "file", accept: "application/json" });
      input.addEventListener("change", async () => {
        try {
          const content = JSON.parse(await input.files[0].text());
          for (const [kind, store] of [["solved", solved], ["code", edits]]) {
            for (const [name, text] of Object.entries(content[kind] ?? {})) {
              if (/^[\w./-]+$/.test(name) && typeof text === "string" && text.length <= LONGEST_CODE) store.put(name, text);
            }
          }
          say("Read.");
        } catch { say("This is no record of exercises."); }
      });
      input.click();
    }),
    button("Forget what is solved", () => { solved.all().forEach(([name]) => solved.put(name, null)); say("Forgotten."); }),
    button("Forget edited code", () => { edits.all().forEach(([name]) => edits.put(name, null)); say("Forgotten."); }),
    element("span", { role: "status" }),
  );
}
