// A child's network: drawn where Python has placed it, moved through by pointer and by keys.
import cytoscape from "./vendor/cytoscape.esm.min.mjs"
import { colour } from "./colours.js"
import { drawing } from "./drawing.js"
import { button, savePng, saveSvg } from "./files.js"
import { FONT, KINDS, LINES, sign, SIZE } from "./shapes.js"

const READABLE = 12 / SIZE
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }
const states = new WeakMap()

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const root = parentElement.querySelector(".sn-network")
  const drawn = JSON.stringify([data.nodes, data.lines, data.words])
  let state = states.get(root)
  if (!state || state.drawn !== drawn) {
    state?.leave()
    state = new Network(root, data, drawn)
    states.set(root, state)
    state.light(data.chosen)
    state.told = data.command.count
  }
  state.tell = (id) => setTriggerValue("chosen", { id })
  state.dress()
  if (data.command.count !== state.told) {
    state.told = data.command.count
    state.light(data.command.ids)
    if (data.command.ids.length) root.scrollIntoView({ block: "center", behavior: "instant" })
  }
}

class Network {
  constructor(root, data, drawn) {
    Object.assign(this, { root, data, drawn, chosen: [], at: null })
    root.replaceChildren()
    this.tools()
    this.stage = this.part("div", "stage", { tabindex: 0, role: "application", "aria-label": data.words.alt, "aria-describedby": "sn-help" })
    this.canvas = document.createElement("div")
    this.canvas.className = "canvas"
    this.canvas.style.cssText = "position: absolute; inset: 0" // cytoscape measures it before the style sheet is there
    this.stage.appendChild(this.canvas)
    this.part("p", "unseen", { id: "sn-help" }).textContent = data.words.help
    this.live = this.part("p", "unseen live", { "aria-live": "polite" })
    const small = root.clientWidth < 600
    this.stage.style.cssText = "position: relative; overflow: hidden"
    this.stage.style.height = `${Math.min(data.high * READABLE + 60, small ? 640 : 1100)}px`
    this.cy = cytoscape({
      container: this.canvas, elements: elements(data), layout: { name: "preset" }, style: style(palette(root)),
      autoungrabify: true, autounselectify: true, boxSelectionEnabled: false, minZoom: 0.1, maxZoom: 3, textureOnViewport: false,
    })
    this.cy.on("viewport resize", () => this.tellMore())
    this.cy.on("tap", "node.point", (event) => this.choose(event.target.id()))
    this.cy.on("tap", (event) => event.target === this.cy && this.chosen.length && this.choose(null))
    this.cy.on("mouseover", "node.point", (event) => { this.canvas.style.cursor = "pointer"; this.canvas.title = event.target.data("said") })
    this.cy.on("mouseout", "node.point", () => { this.canvas.style.cursor = ""; this.canvas.title = "" })
    // cytoscape does not see what scrolls outside of the part that it is in
    const measure = () => this.cy.renderer().invalidateContainerClientCoordsCache()
    for (const name of ["pointerdown", "pointermove", "touchstart", "wheel"]) this.stage.addEventListener(name, measure, { capture: true, passive: true })
    this.stage.addEventListener("keydown", (event) => this.key(event))
    this.stage.addEventListener("focus", () => this.say(this.at || this.cy.$id("child")))
    this.stage.addEventListener("blur", () => this.cy.nodes().removeClass("here"))
    this.stage.addEventListener("wheel", (event) => event.ctrlKey || event.metaKey || event.stopPropagation(), { capture: true })
    this.watch = new ResizeObserver(() => { this.cy.resize(); if (!this.moved) this.home() })
    this.watch.observe(this.canvas)
    this.cy.on("dragpan pinchzoom scrollzoom", () => { this.moved = true })
    this.home()
  }

  part(name, look, attributes) {
    const made = document.createElement(name)
    made.className = look
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
    this.root.appendChild(made)
    return made
  }

  tools() {
    const { words, file } = this.data
    const bar = this.part("div", "tools", { role: "group", "aria-label": words.tools })
    this.more = document.createElement("span")
    this.more.className = "more"
    this.more.hidden = true
    this.more.textContent = words.more
    bar.appendChild(this.more)
    button(bar, words.nearer, "+", () => this.zoom(1.25))
    button(bar, words.farther, "−", () => this.zoom(0.8))
    button(bar, words.fit, "⤢", () => this.fit())
    button(bar, words.png, "PNG", () => savePng(drawing(this.data), file))
    button(bar, words.svg, "SVG", () => saveSvg(drawing(this.data), file))
  }

  leave() {
    this.watch.disconnect()
    this.cy.destroy()
  }

  dress() {
    const now = palette(this.root)
    if (this.dressed !== JSON.stringify(now)) this.cy.style(style(now))
    this.dressed = JSON.stringify(now)
  }

  home() {
    this.cy.fit(this.cy.nodes(".point"), 12)
    if (this.cy.zoom() < 0.9 * READABLE) {
      const much = this.cy.zoom() < 0.7 * READABLE
      this.cy.zoom(READABLE)
      this.cy.center(this.chosen.length ? this.cy.$id(this.chosen[0]) : much ? this.cy.$id("child") : undefined)
    } else if (this.cy.zoom() > 1.15) {
      this.cy.zoom(1.15)
      this.cy.center()
    }
    this.tellMore()
  }

  tellMore() {
    const box = this.cy.nodes(".point").renderedBoundingBox(), { clientWidth: wide, clientHeight: high } = this.canvas
    this.more.hidden = box.x1 >= 0 && box.y1 >= 0 && box.x2 <= wide && box.y2 <= high
  }

  fit() {
    this.moved = true
    this.cy.fit(undefined, 12)
  }

  zoom(times) {
    this.moved = true
    this.cy.zoom({ level: this.cy.zoom() * times, renderedPosition: { x: this.canvas.clientWidth / 2, y: this.canvas.clientHeight / 2 } })
  }

  light(ids) {
    const { cy } = this
    this.chosen = ids.filter((id) => cy.$id(id).nonempty())
    const points = cy.collection(this.chosen.map((id) => cy.$id(id)))
    cy.batch(() => {
      cy.elements().removeClass("faded lit chosen")
      if (points.empty()) return
      const ties = this.chosen.length > 1 ? points.edgesWith(points) : points.connectedEdges()
      const near = points.union(ties).union(ties.connectedNodes())
      cy.elements(".point, edge").not(near).addClass("faded")
      ties.addClass("lit")
      points.addClass("chosen")
    })
    if (this.chosen.length) this.see(points)
  }

  choose(id) {
    const next = id && !(this.chosen.length === 1 && this.chosen[0] === id) ? id : null
    if (next) this.at = this.cy.$id(next)
    this.light(next ? [next] : [])
    this.live.textContent = next ? `${this.data.words.chosen} ${this.at.data("said")}` : this.data.words.all
    this.tell(next)
  }

  say(node) {
    this.at = node
    this.cy.nodes().removeClass("here")
    node.addClass("here")
    this.live.textContent = node.data("said")
    this.see(node)
  }

  see(points) {
    const box = points.renderedBoundingBox(), { clientWidth: wide, clientHeight: high } = this.canvas
    if (box.x1 < 0 || box.y1 < 0 || box.x2 > wide || box.y2 > high) {
      this.moved = true
      if (box.w > wide || box.h > high) this.cy.fit(points, 20)
      else this.cy.center(points)
    }
  }

  key(event) {
    if (WAYS[event.key]) this.go(...WAYS[event.key])
    else if (event.key === "Enter" || event.key === " ") this.choose((this.at || this.cy.$id("child")).id())
    else if (event.key === "Escape") this.escape()
    else if (event.key === "Home") this.say(this.cy.$id("child"))
    else if (event.key === "+") this.zoom(1.25)
    else if (event.key === "-") this.zoom(0.8)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  escape() {
    if (this.chosen.length) this.choose(null)
    else {
      this.at = null
      this.stage.blur()
    }
  }

  go(dx, dy) {
    const from = (this.at || this.cy.$id("child")).position()
    let best = null, least = Infinity
    this.cy.nodes(".point").forEach((node) => {
      const { x, y } = node.position()
      const along = (x - from.x) * dx + (y - from.y) * dy
      const across = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx)
      if (along > 1 && along + 2 * across < least) { best = node; least = along + 2 * across }
    })
    if (best) this.say(best)
  }
}

function elements(data) {
  return [
    ...data.rings.map((ring, at) => ({ data: { id: `ring ${at}`, wide: 2 * ring.x, high: 2 * ring.y }, position: { x: 0, y: 0 }, classes: "ring" })),
    ...data.arenas.map((one, at) => ({ data: { id: `arena ${at}`, text: one.words.toUpperCase() }, position: { x: one.x, y: one.y }, classes: "arena" })),
    ...data.nodes.map((node) => ({ data: { id: node.id, text: node.text, said: node.said }, position: { x: node.x, y: node.y }, classes: `point ${node.kind}` })),
    ...data.lines.map((line, at) => ({ data: { id: `line ${at}`, source: line.one, target: line.other, words: line.words }, classes: line.look })),
  ]
}

function palette(root) {
  const named = (name) => colour(`var(--sn-${name})`, root)
  const kinds = Object.entries(KINDS).map(([kind, { fill, edge }]) => [kind, { fill: colour(fill, root), edge: colour(edge || "var(--sn-on)", root) }])
  const lines = Object.entries(LINES).map(([look, one]) => [look, colour(one.colour, root)])
  return {
    text: named("ink"), back: named("ground"), line: named("line"), red: named("red"), blue: named("blue"),
    kinds: Object.fromEntries(kinds), lines: Object.fromEntries(lines),
  }
}

function style({ text, back, line, red, blue, kinds, lines }) {
  return [
    {
      selector: "node.point",
      style: {
        label: "data(text)", "text-wrap": "wrap", "text-max-width": 400, "line-height": 1.15, "text-valign": "bottom", "text-margin-y": 3, "font-size": SIZE,
        "font-family": FONT, color: text, "text-outline-color": back, "text-outline-width": 2.5, "border-color": back, "border-width": 2,
        "overlay-opacity": 0, "background-fit": "contain", "background-clip": "none", "z-index": 5,
      },
    },
    ...Object.entries(KINDS).map(([kind, { edge, size, form }]) => ({
      selector: `node.${kind}`,
      style: {
        width: size, height: size, "background-color": kinds[kind].fill, "background-image": sign(kind, kinds[kind].edge), "background-width": "66%", "background-height": "66%",
        ...(typeof form === "string" ? { shape: form } : { shape: "polygon", "shape-polygon-points": form.join(" ") }),
        ...(edge ? { "border-color": kinds[kind].edge, "border-style": "dashed" } : {}),
      },
    })),
    { selector: "node.child", style: { "font-weight": 700, "border-color": text } },
    {
      selector: "node.arena",
      style: {
        label: "data(text)", "text-valign": "center", "font-size": SIZE, "font-weight": 700, "font-family": FONT, color: text, "text-opacity": 0.75,
        "background-opacity": 0, width: 1, height: 1, events: "no", "overlay-opacity": 0,
      },
    },
    {
      selector: "node.ring",
      style: {
        shape: "ellipse", width: "data(wide)", height: "data(high)", "background-opacity": 0, "border-width": 1, "border-style": "dashed",
        "border-color": line, "border-opacity": 0.55, events: "no", "z-index": 0, "z-compound-depth": "bottom", "overlay-opacity": 0,
      },
    },
    { selector: "edge", style: { "curve-style": "haystack", "haystack-radius": 0, "overlay-opacity": 0, "z-index": 2 } },
    ...Object.entries(LINES).map(([look, { width, dash }]) => ({
      selector: `edge.${look}`,
      style: { "line-color": lines[look], width, ...(dash ? { "line-style": "dashed", "line-dash-pattern": dash } : {}) },
    })),
    {
      selector: "edge.lit",
      style: {
        label: "data(words)", "font-size": 12, "font-family": FONT, color: text, "text-rotation": "autorotate", "text-background-color": back,
        "text-background-opacity": 0.9, "text-background-padding": 1, "z-index": 4,
      },
    },
    { selector: "edge.lit", style: { "line-color": text, width: 2.2 } },
    { selector: "edge.double.lit, edge.gap.lit", style: { "line-color": red, width: 4 } },
    { selector: ".faded", style: { opacity: 0.22 } },
    { selector: "node.chosen", style: { "underlay-color": blue, "underlay-opacity": 0.28, "underlay-padding": 7, "underlay-shape": "ellipse" } },
    { selector: "node.here", style: { "outline-color": text, "outline-width": 3, "outline-offset": 3, "outline-opacity": 1 } },
  ]
}
