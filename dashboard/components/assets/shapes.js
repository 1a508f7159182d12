// How points and lines look: one table for the picture on the page and for the one that is saved.
export const KINDS = {
  child: { fill: "var(--sn-child)", size: 56, form: "ellipse", sign: "M0-9a5 5 0 1 1 0 10a5 5 0 1 1 0-10zM-9 11a9 8 0 0 1 18 0z" },
  trusted: { fill: "var(--sn-trusted)", size: 38, form: "ellipse", sign: "M0 8S-8 2-8-3A4 4 0 0 1 0-5A4 4 0 0 1 8-3C8 2 0 8 0 8z" },
  professional: { fill: "var(--sn-professional)", size: 36, form: "round-rectangle", sign: "M-8-4h16v11h-16zM-3-4v-3h6v3M-8 1h16" },
  agency: { fill: "var(--sn-agency)", size: 40, form: [0, -1, 1, 0, 0, 1, -1, 0], sign: "M-5 6v-11h10v11zM-2-2h1M1-2h1M-2 2h1M1 2h1" },
  forum: {
    fill: "var(--sn-forum)", size: 42, form: [-1, 0, -0.5, -0.88, 0.5, -0.88, 1, 0, 0.5, 0.88, -0.5, 0.88],
    sign: "M-4-2a2.4 2.4 0 1 1 .1 0zM4-2a2.4 2.4 0 1 1 .1 0zM-9 6a5 6 0 0 1 9 0zM0 6a5 6 0 0 1 9 0z",
  },
  meeting: { fill: "var(--sn-meeting)", size: 38, form: [-0.9, -0.9, 0.5, -0.9, 1, 0, 0.5, 0.9, -0.9, 0.9], sign: "M-8-5h12v11h-12zM-8-1h12M-5-8v4M1-8v4" },
  seat: { fill: "var(--sn-alert-pale)", edge: "var(--sn-red)", size: 40, form: "ellipse", sign: "M0-8a4 4 0 1 1 0 8a4 4 0 1 1 0-8zM-7 9a7 7 0 0 1 14 0" },
}
export const LINES = {
  runs: { colour: "var(--sn-tie)", width: 1.5 },
  ended: { colour: "var(--sn-tie)", width: 1.5, dash: [6, 5] },
  double: { colour: "var(--sn-red)", width: 3.5 },
  gap: { colour: "var(--sn-red)", width: 2, dash: [3, 4] },
}
export const FONT = '"Source Sans", system-ui, sans-serif'
export const SAVED = 'Arial, "Liberation Sans", Helvetica, sans-serif' // a file has no font of the page
export const SIZE = 14

const ruler = document.createElement("canvas").getContext("2d")

export function widthOf(words, size, font, weight = 400) {
  ruler.font = `${weight} ${size}px ${font}`
  return ruler.measureText(words).width
}

const SVG = "http://www.w3.org/2000/svg"

export function element(name, attributes, parent, words) {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  if (words !== undefined) made.textContent = words
  if (parent) parent.appendChild(made)
  return made
}

// The sign of a kind as an address of a picture, which has to be told the colour itself.
export function sign(kind, stroke) {
  const { sign } = KINDS[kind]
  const drawn = element("svg", { xmlns: SVG, width: 48, height: 48, viewBox: "-12 -12 24 24" })
  element("path", {
    d: sign, fill: "none", stroke, "stroke-width": 1.7, "stroke-linecap": "round", "stroke-linejoin": "round",
  }, drawn)
  return "data:image/svg+xml;utf8," + encodeURIComponent(drawn.outerHTML)
}

export function outline(kind, parent) {
  const { fill, edge, size, form } = KINDS[kind], r = size / 2
  const look = { fill, stroke: edge || "var(--sn-on)", "stroke-width": 2, ...(edge ? { "stroke-dasharray": "4 3" } : {}) }
  if (form === "ellipse") element("circle", { r, ...look }, parent)
  else if (form === "round-rectangle") element("rect", { x: -r, y: -r, width: size, height: size, rx: 7, ...look }, parent)
  else element("polygon", { points: form.map((at) => at * r).join(" "), ...look }, parent)
  const scale = size / 38
  element("path", {
    d: KINDS[kind].sign, transform: `scale(${scale})`, fill: "none", stroke: edge || "var(--sn-on)", "stroke-width": 1.7,
    "stroke-linecap": "round", "stroke-linejoin": "round",
  }, parent)
}
