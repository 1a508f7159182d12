// A child's timeline: rows of bars and meetings between two days, read by pointer and by keys.
import { button, savePng, saveSvg } from "./files.js"
import { element, FONT, SAVED, widthOf } from "./shapes.js"

const BARS = {
  contact: { fill: "var(--sn-blue)", edge: "var(--sn-blue)", ink: "var(--sn-on)" },
  gap: { fill: "var(--sn-alert-pale)", edge: "var(--sn-red)", ink: "var(--sn-alert)", dash: "4 3" },
  nobody: { fill: "var(--sn-ground)", edge: "var(--sn-mute)", ink: "var(--sn-ink)", dash: "4 3" },
  support: { fill: "var(--sn-professional-pale)", edge: "var(--sn-professional)", ink: "var(--sn-ink)" },
  adult: { fill: "var(--sn-trusted-pale)", edge: "var(--sn-trusted)", ink: "var(--sn-ink)" },
  plan: { fill: "var(--sn-agency-pale)", edge: "var(--sn-agency)", ink: "var(--sn-ink)" },
  forum: { fill: "var(--sn-forum-pale)", edge: "var(--sn-forum)", ink: "var(--sn-ink)" },
}
const MEETING = { fill: "var(--sn-ground)", edge: "var(--sn-meeting)" }
const DOUBLE = { fill: "var(--sn-red)", edge: "var(--sn-alert)" }
const INK = "var(--sn-ink)"
const SIZE = 13, TOP = 34, BAR = 22, FOOT = 26
const states = new WeakMap()

export default function (component) {
  const { data, parentElement } = component
  const root = parentElement.querySelector(".sn-timeline")
  const drawn = JSON.stringify(data)
  const state = states.get(root)
  if (state?.drawn === drawn) return
  state?.watch.disconnect()
  states.set(root, start(root, data, drawn))
}

function start(root, data, drawn) {
  root.replaceChildren()
  const bar = part(root, "div", "tools")
  bar.setAttribute("role", "group")
  bar.setAttribute("aria-label", data.words.tools)
  button(bar, data.words.png, "PNG", () => savePng(saved(data), data.file))
  button(bar, data.words.svg, "SVG", () => saveSvg(saved(data), data.file))
  const stage = part(root, "div", "stage")
  const tip = part(root, "p", "tip")
  tip.hidden = true
  let width = 0
  const watch = new ResizeObserver(() => {
    if (Math.abs(stage.clientWidth - width) < 2) return
    width = stage.clientWidth
    stage.replaceChildren(picture(data, width, FONT, (items) => readable(root, stage, tip, items)))
  })
  watch.observe(stage)
  return { drawn, watch }
}

function part(root, name, look) {
  const made = document.createElement(name)
  made.className = look
  root.appendChild(made)
  return made
}

function fitting(words, room, font, weight = 400) {
  const wide = (text) => widthOf(text, SIZE, font, weight)
  if (wide(words) <= room) return words
  const letters = [...words]
  while (letters.length && wide(letters.join("") + "…") > room) letters.pop()
  return letters.length > 2 ? letters.join("").trimEnd() + "…" : ""
}

function picture(data, width, font, ready = () => {}) {
  const narrow = width < 560
  const place = { left: narrow ? 2 : 176, right: width - 6, row: narrow ? 46 : 36, narrow, taken: {} }
  place.x = (day) => place.left + ((day - data.first) / (data.last - data.first)) * (place.right - place.left)
  place.y = (row) => TOP + place.row * row + (narrow ? 19 : 9)
  const bottom = TOP + place.row * data.rows.length + 4
  const svg = element("svg", {
    xmlns: "http://www.w3.org/2000/svg", width, height: bottom + FOOT, viewBox: `0 0 ${width} ${bottom + FOOT}`, role: "group",
    "aria-label": data.words.alt, "font-family": font, "font-size": SIZE,
  })
  background(svg, data, place, font, bottom)
  data.rows.forEach((row, at) => element("text", narrow
    ? { x: 2, y: TOP + place.row * at + 13, fill: INK, "font-weight": 600 }
    : { x: place.left - 10, y: place.y(at) + 15, "text-anchor": "end", fill: INK }, svg, fitting(row, narrow ? width - 4 : 162, font, narrow ? 600 : 400)))
  const items = data.bars.map((one) => bar(svg, one, place, font))
  const at = Object.fromEntries(data.marks.map((one) => [one.id, { x: place.x(one.day + 0.5), y: place.y(one.row) + BAR / 2 }]))
  for (const [one, other] of data.pairs) {
    if (at[one] && at[other]) element("line", { x1: at[one].x, y1: at[one].y, x2: at[other].x, y2: at[other].y, stroke: DOUBLE.fill, "stroke-width": 2.5 }, svg)
  }
  items.push(...data.marks.map((one) => meeting(svg, one, at[one.id])))
  const today = place.x(data.today)
  element("line", { x1: today, x2: today, y1: TOP - 6, y2: bottom, stroke: INK, "stroke-width": 1.6, "stroke-dasharray": "5 4" }, svg)
  const half = widthOf(data.words.today, SIZE, font, 600) / 2
  element("text", { x: Math.min(today, place.right - half), y: 9, "text-anchor": "middle", fill: INK, "font-weight": 600 }, svg, data.words.today)
  ready(items)
  return svg
}

function background(svg, data, place, font, bottom) {
  data.phases.forEach((phase, at) => {
    const [left, right] = [place.x(phase.start), place.x(phase.end)]
    element("rect", { x: left, y: TOP - 6, width: Math.max(right - left, 0), height: bottom - TOP + 6, fill: INK, opacity: at % 2 ? 0.025 : 0.06 }, svg)
    element("text", { x: left + 4, y: TOP - 14, fill: INK, "font-weight": 600 }, svg, fitting(phase.name, right - left - 8, font, 600))
  })
  let free = -1
  for (const tick of data.ticks) {
    const x = place.x(tick.day)
    element("line", { x1: x, x2: x, y1: TOP - 6, y2: bottom, stroke: INK, opacity: 0.12 }, svg)
    const wide = widthOf(tick.words, SIZE, font)
    if (x - wide / 2 > free && x + wide / 2 < place.right + 6 && x - wide / 2 > 0) {
      element("text", { x, y: bottom + 18, "text-anchor": "middle", fill: INK }, svg, tick.words)
      free = x + wide / 2 + 8
    }
  }
  for (const one of data.ahead) {
    const x = place.x(one.day)
    if (x <= place.right) element("line", { x1: x, x2: x, y1: TOP - 6, y2: bottom, stroke: "var(--sn-meeting)", "stroke-width": 2, "stroke-dasharray": "2 3" }, svg)
  }
}

function bar(svg, one, place, font) {
  const { fill, edge, ink, dash } = BARS[one.look]
  const [left, right] = [place.x(one.start), Math.max(place.x(one.end), place.x(one.start) + 4)]
  const made = element("g", { role: "img", tabindex: -1, "aria-label": one.said, class: "item" }, svg)
  const slim = one.look === "forum" ? 6 : 0
  element("rect", {
    x: left, y: place.y(one.row) + slim, width: right - left, height: BAR - 2 * slim, rx: 4, fill, stroke: edge, "stroke-width": 1.3,
    ...(dash ? { "stroke-dasharray": dash } : {}),
  }, made)
  const from = Math.max(left, place.left)
  const words = fitting(one.label, right - from - 12, font, 600)
  if (words) element("text", { x: from + 6, y: place.y(one.row) + 16, fill: ink, "font-weight": 600 }, made, words)
  else if (one.look === "gap" && !place.narrow) over(made, one, (left + right) / 2, place, font)
  return { made, said: one.said, x: (left + right) / 2, row: one.row, left, y: place.y(one.row) }
}

function over(parent, one, middle, place, font) {
  const half = widthOf(one.label, 12, font, 600) / 2
  const x = Math.min(Math.max(middle, place.left + half), place.right - half), y = place.y(one.row) - 3
  if (place.taken[one.row] > x - half) return
  place.taken[one.row] = x + half + 6
  element("text", { x, y, "text-anchor": "middle", fill: INK, "font-weight": 600, "font-size": 12 }, parent, one.label)
}

function meeting(svg, one, { x, y }) {
  const { fill, edge } = one.double ? DOUBLE : MEETING
  const made = element("g", { role: "img", tabindex: -1, "aria-label": one.said, class: "item" }, svg)
  element("path", { d: `M${x} ${y - 7}L${x + 7} ${y}L${x} ${y + 7}L${x - 7} ${y}z`, fill, stroke: edge, "stroke-width": 1.6 }, made)
  return { made, said: one.said, x, row: one.row, left: x, y: y - 11 }
}

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }

function readable(root, stage, tip, items) {
  const show = (item) => {
    tip.textContent = item.said
    tip.hidden = false
    const room = root.clientWidth - tip.offsetWidth - 4
    tip.style.left = `${Math.max(2, Math.min(item.left, room))}px`
    tip.style.top = `${stage.offsetTop + item.y + BAR + 8}px`
  }
  const hide = () => { tip.hidden = true }
  items.forEach((item, at) => {
    const { made } = item
    if (at === 0) made.setAttribute("tabindex", 0)
    made.addEventListener("mouseenter", () => show(item))
    made.addEventListener("mouseleave", hide)
    made.addEventListener("focus", () => show(item))
    made.addEventListener("blur", hide)
    made.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { hide(); made.blur(); return }
      if (!WAYS[event.key]) return
      event.preventDefault()
      const next = beside(items, item, ...WAYS[event.key])
      if (!next) return
      made.setAttribute("tabindex", -1)
      next.made.setAttribute("tabindex", 0)
      next.made.focus()
    })
  })
}

function beside(items, from, dx, dy) {
  const near = items.filter((item) => item !== from && (dx
    ? item.row === from.row && (item.x - from.x) * dx > 0
    : (item.row - from.row) * dy > 0))
  const away = (item) => 1000 * Math.abs(item.row - from.row) + Math.abs(item.x - from.x)
  return near.sort((one, other) => away(one) - away(other))[0]
}

function saved(data) {
  const inner = picture(data, 1200, SAVED)
  const height = Number(inner.getAttribute("height"))
  const svg = element("svg", {
    xmlns: "http://www.w3.org/2000/svg", width: 1240, height: height + 100, viewBox: `0 0 1240 ${height + 100}`, role: "img",
    "font-family": SAVED, "font-size": SIZE,
  })
  element("title", {}, svg, data.words.alt)
  element("rect", { width: 1240, height: height + 100, fill: "var(--sn-ground)" }, svg)
  element("text", { x: 20, y: 30, "font-size": 18, "font-weight": 700, fill: INK }, svg, data.words.title)
  element("text", { x: 20, y: 50, fill: "var(--sn-mute)" }, svg, data.words.mark)
  const moved = element("g", { transform: "translate(20 58)" }, svg)
  for (const child of [...inner.childNodes]) moved.appendChild(child)
  let x = 20
  for (const one of data.legend) {
    const { fill, edge, dash } = BARS[one.look] || (one.look === "double" ? DOUBLE : MEETING)
    const form = BARS[one.look]
      ? element("rect", { x, y: height + 70, width: 20, height: 13, rx: 3 }, svg)
      : element("path", { d: `M${x + 10} ${height + 69}l8 8l-8 8l-8-8z` }, svg)
    for (const [key, value] of Object.entries({ fill, stroke: edge, ...(dash ? { "stroke-dasharray": dash } : {}) })) form.setAttribute(key, value)
    element("text", { x: x + 26, y: height + 81, fill: INK }, svg, one.words)
    x += 46 + widthOf(one.words, SIZE, SAVED)
  }
  return svg
}
