// The whole picture as SVG, with its title and legend: what is saved.
import { element, KINDS, LINES, outline, SAVED, widthOf } from "./shapes.js"

const SIZE = 12.5, LINE = SIZE * 1.25

export function drawing(data) {
  const xs = [-300, 300, ...data.nodes.map((n) => n.x), ...data.arenas.map((n) => n.x)]
  const ys = [-150, 150, ...data.nodes.map((n) => n.y), ...data.arenas.map((n) => n.y)]
  const [left, right] = [Math.min(...xs) - 90, Math.max(...xs) + 90]
  const [top, bottom] = [Math.min(...ys) - 90, Math.max(...ys) + 160]
  const [width, height] = [right - left, bottom - top]
  const svg = element("svg", {
    xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `${left} ${top} ${width} ${height}`, role: "img",
    "font-family": SAVED, "font-size": SIZE,
  })
  element("title", {}, svg, data.words.alt)
  element("rect", { x: left, y: top, width, height, fill: "var(--sn-ground)" }, svg)
  element("text", { x: left + 16, y: top + 28, "font-size": 18, "font-weight": 700, fill: "var(--sn-ink)" }, svg, data.words.title)
  element("text", { x: left + 16, y: top + 50, fill: "var(--sn-mute)" }, svg, data.words.mark)
  for (const ring of data.rings) {
    element("ellipse", { rx: ring.x, ry: ring.y, fill: "none", stroke: "var(--sn-hair)", "stroke-dasharray": "2 5" }, svg)
  }
  const at = Object.fromEntries(data.nodes.map((node) => [node.id, node]))
  for (const line of data.lines) tie(svg, at[line.one], at[line.other], line)
  for (const one of data.arenas) {
    element("text", { x: one.x, y: one.y, "text-anchor": "middle", "font-weight": 700, fill: "var(--sn-mute)" }, svg, one.words.toUpperCase())
  }
  for (const node of data.nodes) point(svg, node)
  legend(svg, data, left + 20, bottom - 64, right - 20)
  return svg
}

function tie(svg, one, other, { look }) {
  const { colour, width, dash } = LINES[look]
  element("line", {
    x1: one.x, y1: one.y, x2: other.x, y2: other.y, stroke: colour, "stroke-width": width,
    ...(dash ? { "stroke-dasharray": dash.join(" ") } : {}),
  }, svg)
}

function point(svg, node) {
  const made = element("g", { transform: `translate(${node.x} ${node.y})` }, svg)
  outline(node.kind, made)
  node.text.split("\n").forEach((row, at) => element("text", {
    y: KINDS[node.kind].size / 2 + LINE * (at + 0.95), "text-anchor": "middle", fill: "var(--sn-ink)", "paint-order": "stroke",
    stroke: "var(--sn-ground)", "stroke-width": 3, ...(node.kind === "child" ? { "font-weight": 700 } : {}),
  }, made, row))
}

function legend(svg, data, left, top, right) {
  let x = left, y = top
  const room = (words) => {
    const wide = 32 + widthOf(words, SIZE, SAVED)
    if (x + wide > right) [x, y] = [left, y + 26]
    const at = x
    x += wide + 18
    return at
  }
  for (const { kind, words } of data.legend) {
    const at = room(words)
    outline(kind, element("g", { transform: `translate(${at + 10} ${y}) scale(${20 / KINDS[kind].size})` }, svg))
    element("text", { x: at + 26, y: y + 4, fill: "var(--sn-soft)" }, svg, words)
  }
  for (const { look, words } of data.strokes) {
    const at = room(words), { colour, width, dash } = LINES[look]
    element("line", { x1: at, y1: y, x2: at + 22, y2: y, stroke: colour, "stroke-width": width, ...(dash ? { "stroke-dasharray": dash.join(" ") } : {}) }, svg)
    element("text", { x: at + 28, y: y + 4, fill: "var(--sn-soft)" }, svg, words)
  }
}
