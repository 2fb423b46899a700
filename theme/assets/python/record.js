// What a reader's browser keeps of her work, and nobody else sees: edited code, and exercises solved. One name each, so
// that two windows do not undo each other's work. Where storage is refused, everything works but is not kept.
const CODE = "la-code:", DONE = "la-done:";

const all = (prefix) => {
  try { return Object.entries(localStorage).filter(([name]) => name.startsWith(prefix)).map(([name, text]) => [name.slice(prefix.length), text]); }
  catch { return []; }
};
// Whether it was kept.
const put = (name, text) => {
  try { text === null ? localStorage.removeItem(name) : localStorage.setItem(name, text); return true; }
  catch { return false; }
};

export const code = { all: () => all(CODE), put: (file, text) => put(CODE + file, text) };
export const done = { all: () => all(DONE), put: (exercise, day) => put(DONE + exercise, day) };

// Say "solved" at every exercise of the page that is, and count them where the page lists all.
export function mark() {
  const solved = new Map(done.all());
  for (const place of document.querySelectorAll("[data-exercise], [data-listed]")) {
    const name = place.dataset.exercise ?? place.dataset.listed;
    place.classList.toggle("solved", solved.has(name));
  }
  const listed = [...document.querySelectorAll("[data-listed]")].map((place) => place.dataset.listed);
  const count = document.querySelector("[data-solved]");
  if (count) count.textContent = `${listed.filter((name) => solved.has(name)).length} of ${listed.length} solved in this browser.`;
}
