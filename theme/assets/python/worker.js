// Runs Python off the page's thread, so that the page stays alive and a loop can be ended. The page makes this worker
// from a blob, with two addresses in front, so that it inherits the page's Content-Security-Policy:
//   SERVED  assets/vendor/python/, made by tools/in_page.py        OURS  assets/python/
const CAP = 200_000;   // characters that one run may print
const EVERY = 50;      // milliseconds between two messages about output or loading
const native = fetch;

function fatal(error) {
  postMessage({ fatal: String(error?.message ?? error) });
  throw error;
}
addEventListener("unhandledrejection", (event) => fatal(event.reason));   // they do not reach the page's onerror

// Pyodide waits for ever for a missing file, and says nothing of how far it is: ask in its place.
let loaded = 0, total = 0, what = "", told = 0;
const counting = self.fetch = async (address, options) => {
  const name = String(address.url ?? address).split("/").pop();
  const response = await native(address, options).catch(() => null);
  if (!response?.ok) fatal(new Error(`Python could not be loaded: ${name} is missing or cannot be reached.`));
  const counted = new TransformStream({
    transform(chunk, out) {
      loaded += chunk.length;
      if (total && performance.now() - told > EVERY) {
        told = performance.now();
        postMessage({ loading: what, loaded, total });
      }
      out.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counted), { headers: response.headers });
};

const manifest = await (await fetch(SERVED + "manifest.json")).json();
const base = `${SERVED}${manifest.folder}/`;
const size = (...names) => names.reduce((sum, name) => sum + manifest.files[name].bytes, 0);
const begin = (name, bytes) => { what = name; loaded = 0; total = bytes; postMessage({ loading: what, loaded, total }); };

begin("Python", size("pyodide.asm.wasm", "pyodide.asm.js", "python_stdlib.zip", "pyodide-lock.json"));
const missed = (error) => fatal(new Error(`Python could not be loaded: ${error.message}`));
const { loadPyodide } = await import(`${base}pyodide.mjs`).catch(missed);
const python = await loadPyodide({ indexURL: base }).catch(missed);
// NumPy asks the C library for a backtrace before it reuses a large array's memory, and this build's library has none.
// None found is an answer that NumPy knows: it then does not reuse.
python._module.LDSO.loadedLibsByName.__main__.exports.backtrace ??= () => 0;
for (const name of ["harness", "expect"]) {
  python.FS.writeFile(`/lib/python3.12/site-packages/${name}.py`, await (await fetch(`${OURS}${name}.py`)).text());
}
self.fetch = native;   // what the reader's code asks for may fail without ending anything
const harness = python.pyimport("harness"), expect = python.pyimport("expect");

let pieces = [], sent = 0, last = 0;
function flush() {
  if (pieces.length) postMessage({ out: pieces });
  pieces = [];
  last = performance.now();
}
const printer = (error) => {
  const decoder = new TextDecoder();
  return { write(bytes) {
    let text = decoder.decode(bytes, { stream: true });
    if (sent >= CAP) return bytes.length;
    sent += text.length;
    if (sent >= CAP) text = `${text.slice(0, CAP - sent || undefined)}\n[more was printed than fits here: cut]\n`;
    const end = pieces.at(-1);
    if (end?.error === error) end.text += text;
    else pieces.push({ text, error });
    if (sent >= CAP || performance.now() - last > EVERY) flush();
    return bytes.length;
  } };
};
python.setStdout(printer(false));
python.setStderr(printer(true));
python.setStdin({ error: true });

let numpy = false;
async function work({ source, tests }) {
  sent = 0;
  if (!numpy && /^\s*(import|from)\s+numpy\b/m.test(source + "\n" + (tests ?? ""))) {
    begin("NumPy", size("numpy.zip"));
    python.unpackArchive(await (await counting(`${base}numpy.zip`)).arrayBuffer(), "zip", { extractDir: "/lib/python3.12/site-packages" });
    python.runPython("import numpy");
    numpy = true;
  }
  postMessage({ running: true });
  last = performance.now();
  const start = last;
  const proxy = tests === undefined ? harness.run(source) : harness.check(source, tests, expect);
  const result = proxy.toJs({ dict_converter: Object.fromEntries });
  proxy.destroy();
  flush();
  postMessage({ done: result, seconds: (performance.now() - start) / 1000 });
}
addEventListener("message", ({ data }) => work(data).catch((error) => { flush(); fatal(error); }));
postMessage({ ready: true });
