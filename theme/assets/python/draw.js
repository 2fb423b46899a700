// A small drawing of an array: bars for one dimension, a grid for two. The colour says what the name stands for, as on
// all pages; the sign is told by direction or by shape, and the extremes in words.
const SVG = "http://www.w3.org/2000/svg";
const ROLES = [   // by the letters of the site; `weights` may be attention weights, so it has no role
  [/^(d[A-Z]\w*|d[a-z]|grad\w*)$/, "gradient"],
  [/^(W\w{0,2}|w\d?|w_\w+|E)$/, "weight"],
  [/^(b\d?|b_\w+|bias\w*)$/, "bias"],
  [/^([xzahpqkvy]\d?|scores|logits|out)$/, "activation"],
];

const shape = (name, attributes, parent) => {
  const one = document.createElementNS(SVG, name);
  for (const key in attributes) one.setAttribute(key, attributes[key]);
  parent?.append(one);
  return one;
};
const short = (number) => String(Number(number.toPrecision(3)));

/** @param {{name: string, shape: number[], rows: number[][]}} array @returns {HTMLElement} a figure with its caption */
export function draw({ name, shape: sizes, rows }) {
  const flat = rows.flat(), most = Math.max(...flat.map(Math.abs)) || 1;
  const high = Math.max(...flat), low = Math.min(...flat);
  const columns = rows[0].length;
  const where = (value) => {
    const at = flat.indexOf(value), place = sizes.length === 1 ? `place ${at}` : `row ${Math.floor(at / columns)}, column ${at % columns}`;
    return `${short(value)} (${place})`;
  };
  const says = `${name}, ${sizes.join(" × ")}: smallest ${where(low)}, largest ${where(high)}`;
  const role = ROLES.find(([pattern]) => pattern.test(name))?.[1] ?? "";
  const side = Math.max(5, Math.min(22, 280 / columns));
  const height = sizes.length === 1 ? 64 : rows.length * side;
  const svg = shape("svg", { viewBox: `0 0 ${columns * side} ${height}`, width: columns * side, height, role: "img", "aria-label": says, class: role });
  rows.forEach((row, i) => row.forEach((value, j) => {
    const share = Math.abs(value) / most;
    if (sizes.length === 1) {
      const zero = high <= 0 ? 0 : low >= 0 ? height : height * high / (high - low);
      const length = Math.abs(value) / (Math.max(high, 0) - Math.min(low, 0) || 1) * height;
      shape("rect", { x: j * side + 1, y: value > 0 ? zero - length : zero, width: side - 2, height: length, fill: "currentColor" }, svg);
    } else {   // a negative number is a frame, a positive one a full square
      const inset = value < 0 ? side * 0.14 + 0.5 : 0.5;
      const look = value < 0 ? { fill: "none", stroke: "currentColor", "stroke-width": side * 0.28 } : { fill: "currentColor" };
      shape("rect", { x: j * side + inset, y: i * side + inset, width: side - 2 * inset, height: side - 2 * inset, opacity: 0.08 + 0.92 * share, ...look }, svg);
    }
  }));
  if (sizes.length === 1 && low < 0 && high > 0) shape("line", { x1: 0, x2: columns * side, y1: height * high / (high - low), y2: height * high / (high - low), stroke: "currentColor" }, svg);
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = says + (sizes.length === 2 && low < 0 ? "; frames are negative." : ".");
  figure.append(svg, caption);
  return figure;
}
