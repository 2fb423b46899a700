// Two figures that move, without a library: <la-neuron w="2" b="-1"> and <la-boundary w1="1" w2="2" b="-3">.
// They print the same lines as snippets/biases/shift_plain.py and boundary_plain.py; a browser test compares them.

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const fixed = (x, digits) => ((x = x.toFixed(digits)) == 0 ? x.replace("-", "") : x);   // no "-0.0"

class Figure extends HTMLElement {
  connectedCallback() {
    if (this.svg) return;
    this.value = {};
    this.svg = draw("svg", { viewBox: "0 0 480 250", role: "img" });
    this.replaceChildren(this.svg);
    for (const [name, role] of this.sliders) {
      this.value[name] = Number(this.getAttribute(name));
      const label = document.createElement("label");
      label.className = role;
      label.innerHTML = `<b>${name}</b><input type="range" min="-4" max="4" step="0.5"><span></span>`;
      const input = label.querySelector("input");
      input.value = this.value[name];
      input.setAttribute("aria-label", `${role} ${name}`);
      input.addEventListener("input", () => { this.value[name] = Number(input.value); this.update(); });
      this.append(label);
    }
    this.output = document.createElement("output");
    const help = Object.assign(document.createElement("small"), { textContent: this.help });
    this.append(this.output, help);
    this.build();
    this.update();
  }
  show(text, summary) {
    this.querySelectorAll("label").forEach((label, i) => { label.lastChild.textContent = fixed(this.value[this.sliders[i][0]], 1); });
    this.output.textContent = text;
    this.svg.setAttribute("aria-label", summary);
  }
}

function draw(name, attributes, parent) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  parent?.append(element);
  return element;
}
const text = (parent, x, y, words, anchor = "middle") =>
  (draw("text", { x, y, "text-anchor": anchor, "font-size": 14, fill: "currentColor" }, parent).textContent = words);

// One input: the curve p = sigmoid(w x + b), and the place where it crosses 1/2.
class Neuron extends Figure {
  sliders = [["w", "weight"], ["b", "bias"]];
  help = "Move the weight and the bias. The dashed line marks where p is 1/2, the dot the output at x = 1.";
  X = (x) => 40 + ((x + 4) / 8) * 430;
  Y = (p) => 212 - p * 190;
  build() {
    for (let x = -4; x <= 4; x += 1) {
      draw("line", { x1: this.X(x), x2: this.X(x), y1: this.Y(0), y2: this.Y(1), stroke: "currentColor", opacity: 0.12 }, this.svg);
      if (x % 2 === 0) text(this.svg, this.X(x), 230, x);
    }
    for (const p of [0, 0.5, 1]) {
      draw("line", { x1: this.X(-4), x2: this.X(4), y1: this.Y(p), y2: this.Y(p), stroke: "currentColor", opacity: p === 0.5 ? 0.4 : 0.12 }, this.svg);
      text(this.svg, 34, this.Y(p) + 4, p, "end");
    }
    text(this.svg, this.X(0), 247, "input x");
    text(this.svg, 44, 12, "output p", "start");
    this.curve = draw("path", { fill: "none", stroke: "var(--activation)", "stroke-width": 3 }, this.svg);
    this.crossing = draw("line", { y1: this.Y(0), y2: this.Y(1), stroke: "var(--bias)", "stroke-width": 2, "stroke-dasharray": "5 4" }, this.svg);
    this.point = draw("circle", { cx: this.X(1), r: 5, fill: "var(--activation)" }, this.svg);
  }
  update() {
    const { w, b } = this.value;
    let path = "";
    for (let x = -4; x <= 4.001; x += 0.05) path += `${path ? "L" : "M"}${this.X(x).toFixed(1)} ${this.Y(sigmoid(w * x + b)).toFixed(1)}`;
    this.curve.setAttribute("d", path);
    this.point.setAttribute("cy", this.Y(sigmoid(w + b)));
    const at = w === 0 ? NaN : (0 - b) / w;
    const seen = Math.abs(at) <= 4;
    this.crossing.setAttribute("visibility", seen ? "visible" : "hidden");
    if (seen) { this.crossing.setAttribute("x1", this.X(at)); this.crossing.setAttribute("x2", this.X(at)); }
    const half = Number.isNaN(at) ? "p is the same for every x" : `p = 1/2 at x = ${fixed(at, 2)}`;
    this.show(`w = ${fixed(w, 1)}, b = ${fixed(b, 1)}: p(x = 1) = ${fixed(sigmoid(w + b), 4)}, ${half}`, `Curve of a neuron's output against its input. ${half}.`);
  }
}

// Two inputs: the line w1 x1 + w2 x2 + b = 0 among four points.
class Boundary extends Figure {
  sliders = [["w1", "weight"], ["w2", "weight"], ["b", "bias"]];
  help = "Move the weights and the bias. Points above the line are filled; the number beside each is its p.";
  points = [[0, 0], [2, 0], [0, 2], [2, 2]];
  X = (x) => 240 + x * 38;
  Y = (y) => 125 - y * 38;
  build() {
    draw("line", { x1: 60, x2: 420, y1: this.Y(0), y2: this.Y(0), stroke: "currentColor", opacity: 0.35 }, this.svg);
    draw("line", { x1: this.X(0), x2: this.X(0), y1: 8, y2: 242, stroke: "currentColor", opacity: 0.35 }, this.svg);
    text(this.svg, 432, this.Y(0) + 4, "x1");
    text(this.svg, this.X(0) + 14, 16, "x2");
    this.line = draw("line", { stroke: "var(--bias)", "stroke-width": 3 }, this.svg);
    this.arrow = draw("path", { stroke: "var(--weight)", "stroke-width": 2.5, fill: "none" }, this.svg);
    this.marks = this.points.map(([x, y]) => [
      draw("circle", { cx: this.X(x), cy: this.Y(y), r: 6, stroke: "var(--activation)", "stroke-width": 2.5 }, this.svg),
      draw("text", { "font-size": 14, fill: "currentColor" }, this.svg),
    ]);
  }
  update() {
    const { w1, w2, b } = this.value;
    const norm = Math.hypot(w1, w2);
    const distance = norm === 0 ? NaN : (0 - b) / norm;
    this.line.setAttribute("visibility", norm === 0 ? "hidden" : "visible");
    this.arrow.setAttribute("visibility", norm === 0 ? "hidden" : "visible");
    if (norm > 0) {
      const [nx, ny] = [w1 / norm, w2 / norm];
      const [cx, cy] = [nx * distance, ny * distance];
      const ends = { x1: cx - 9 * ny, y1: cy + 9 * nx, x2: cx + 9 * ny, y2: cy - 9 * nx };
      for (const k in ends) this.line.setAttribute(k, (k[0] === "x" ? this.X : this.Y)(ends[k]));
      const tip = [cx + nx, cy + ny];
      const wing = (s) => `${this.X(tip[0] - 0.25 * nx + s * 0.15 * ny)} ${this.Y(tip[1] - 0.25 * ny - s * 0.15 * nx)}`;
      this.arrow.setAttribute("d", `M${this.X(cx)} ${this.Y(cy)}L${this.X(tip[0])} ${this.Y(tip[1])}M${wing(1)}L${this.X(tip[0])} ${this.Y(tip[1])}L${wing(-1)}`);
    }
    const rows = this.points.map(([x, y], i) => {
      const z = w1 * x + w2 * y + b;
      const [mark, label] = this.marks[i];
      mark.setAttribute("fill", z > 0 ? "var(--activation)" : "var(--md-default-bg-color)");
      // Beside the point, on the side away from the line.
      label.setAttribute("x", this.X(x) + (z < 0 ? -11 : 11));
      label.setAttribute("y", this.Y(y) + (z < 0 ? 18 : -8));
      label.setAttribute("text-anchor", z < 0 ? "end" : "start");
      label.textContent = fixed(sigmoid(z), 2);
      const side = z === 0 ? "on the line" : z > 0 ? "above" : "below";
      return `x = (${fixed(x, 1)}, ${fixed(y, 1)}): z = ${fixed(z, 1)}, p = ${fixed(sigmoid(z), 4)}, ${side}`;
    });
    const where = norm === 0 ? "no line: both weights are 0" : `line at distance ${fixed(distance, 2)}`;
    this.show([`w = (${fixed(w1, 1)}, ${fixed(w2, 1)}), b = ${fixed(b, 1)}: ${where}`, ...rows].join("\n"), `Four points and a decision line. ${where}. ${rows.join("; ")}.`);
  }
}

customElements.define("la-neuron", Neuron);
customElements.define("la-boundary", Boundary);
