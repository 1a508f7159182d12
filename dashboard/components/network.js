// Draws points and lines that Python has placed, and tells Python which point is chosen.
const SVG = "http://www.w3.org/2000/svg"
const LOOKS = {
  child: ["#111827", "circle", 26],
  trusted: ["#16663E", "circle", 16],
  professional: ["#318FE4", "square", 15],
  agency: ["#7E8692", "diamond", 16],
  forum: ["#6F2473", "hexagon", 17],
  meeting: ["#AE5505", "tag", 14],
}
const SIGNS = {
  child: "M0-9a5 5 0 1 1 0 10a5 5 0 1 1 0-10zM-9 12a9 8 0 0 1 18 0z",
  trusted: "M0 6S-6 2-6-2A3 3 0 0 1 0-4A3 3 0 0 1 6-2C6 2 0 6 0 6z",
  professional: "M-6-3h12v9h-12zM-2-3v-3h4v3",
  agency: "M-5 6v-11h10v11zM-2-2h1M1-2h1M-2 2h1M1 2h1",
  forum: "M-4-2a2 2 0 1 1 .1 0zM4-2a2 2 0 1 1 .1 0zM-8 5a4 5 0 0 1 8 0zM0 5a4 5 0 0 1 8 0z",
  meeting: "M-5-4h10v9h-10zM-5-1h10M-2-6v3M2-6v3",
}

function element(name, attributes, parent, words) {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  if (words !== undefined) made.textContent = words
  if (parent) parent.appendChild(made)
  return made
}

function shape(kind, parent) {
  const [fill, form, r] = LOOKS[kind]
  const paths = {
    square: `M${-r} ${-r + 4}a4 4 0 0 1 4-4h${2 * r - 8}a4 4 0 0 1 4 4v${2 * r - 8}a4 4 0 0 1-4 4h${8 - 2 * r}a4 4 0 0 1-4-4z`,
    diamond: `M0 ${-r - 4}L${r + 4} 0L0 ${r + 4}L${-r - 4} 0z`,
    hexagon: `M${-r - 2} 0L${-r / 2} ${-r}H${r / 2}L${r + 2} 0L${r / 2} ${r}H${-r / 2}z`,
    tag: `M${-r} ${-r}H${r - 3}L${r + 5} 0L${r - 3} ${r}H${-r}z`,
  }
  if (form === "circle") element("circle", { r, fill, class: "body" }, parent)
  else element("path", { d: paths[form], fill, class: "body" }, parent)
  element("path", { d: SIGNS[kind], class: "sign" }, parent)
  return r
}

function wrapped(words, most = 16, lines = 2) {
  const rows = [""]
  for (const word of words.split(" ")) {
    const row = rows[rows.length - 1]
    if (!row || (row + " " + word).length <= most) rows[rows.length - 1] = row ? row + " " + word : word
    else rows.push(word)
  }
  const kept = rows.slice(0, lines)
  if (rows.length > lines) kept[lines - 1] += " …"
  return kept
}

export default function (component) {
  const { data, parentElement, setStateValue } = component
  const root = parentElement.querySelector(".sn-network")
  const drawn = JSON.stringify([data.nodes, data.lines, data.words])
  let state = root.__state
  if (!state || state.drawn !== drawn) {
    state = root.__state = { drawn, chosen: null, told: state ? state.told : 0, pick: null }
    draw(root, data, state)
  }
  state.tell = (id) => setStateValue("node", id)
  if (data.focus && data.focus.count !== state.told) {
    state.told = data.focus.count
    state.show(data.focus.ids)
  }
}

function draw(root, data, state) {
  root.replaceChildren()
  const xs = data.nodes.map((n) => n.x), ys = data.nodes.map((n) => n.y)
  const [left, right] = [Math.min(...xs, -260) - 80, Math.max(...xs, 260) + 80]
  const [top, bottom] = [Math.min(...ys, -160) - 60, Math.max(...ys, 160) + 70]
  const svg = element("svg", { viewBox: `${left} ${top} ${right - left} ${bottom - top}`, role: "group", "aria-label": data.words.alt }, root)
  for (const one of data.arenas) {
    const x = Math.max(left + 60, Math.min(right - 60, one.x)), y = Math.max(top + 22, Math.min(bottom - 14, one.y))
    element("text", { x, y, class: "arena" }, svg, one.words)
  }
  const at = Object.fromEntries(data.nodes.map((n) => [n.id, n]))
  const lines = data.lines.map((line) => {
    const [a, b] = [at[line.one], at[line.other]]
    const made = element("path", { d: `M${a.x} ${a.y}L${b.x} ${b.y}`, class: "line " + line.look }, svg)
    return { ...line, made }
  })
  const points = data.nodes.map((node, index) => {
    const ties = lines.filter((line) => line.one === node.id || line.other === node.id).length
    const said = `${node.kindWords}: ${node.label}${node.note ? ", " + node.note : ""}. ${data.words.ties.replace("{n}", ties)}`
    const made = element("g", {
      transform: `translate(${node.x} ${node.y})`, class: "node", role: "button", tabindex: index ? -1 : 0,
      "aria-label": said, "aria-pressed": "false",
    }, svg)
    element("circle", { r: node.kind === "child" ? 31 : 22, class: "ring" }, made)
    const r = shape(node.kind, made)
    const rows = wrapped(node.label)
    rows.forEach((row, i) => element("text", { y: r + 15 + 14 * i, class: node.kind === "child" ? "name child" : "name" }, made, row))
    if (node.note) element("text", { y: r + 15 + 14 * rows.length, class: "note" }, made, wrapped(node.note, 20, 1)[0])
    return { ...node, made }
  })
  const live = document.createElement("p")
  live.className = "live"
  live.setAttribute("aria-live", "polite")
  root.appendChild(live)

  function light(ids, lit) {
    const near = new Set(ids)
    for (const line of lines) {
      const on = ids.length > 1 ? near.has(line.one) && near.has(line.other) : ids.includes(line.one) || ids.includes(line.other)
      if (on && ids.length === 1) { near.add(line.one); near.add(line.other) }
      line.made.classList.toggle("faded", lit && !on)
      line.made.classList.toggle("lit", lit && on)
    }
    for (const point of points) {
      point.made.classList.toggle("faded", lit && !near.has(point.id))
      point.made.classList.toggle("chosen", lit && ids.includes(point.id))
      point.made.setAttribute("aria-pressed", String(lit && ids.includes(point.id)))
    }
  }
  function choose(id) {
    state.chosen = id
    light(id ? [id] : [], Boolean(id))
    live.textContent = id ? points.find((p) => p.id === id).made.getAttribute("aria-label") : data.words.all
    state.tell(id)
  }
  state.show = (ids) => {
    const known = ids.filter((id) => at[id])
    light(known, known.length > 0)
    if (known.length) root.scrollIntoView({ block: "center" })
  }
  function move(from, dx, dy) {
    let best = null, least = Infinity
    for (const p of points) {
      const along = (p.x - from.x) * dx + (p.y - from.y) * dy
      const across = Math.abs((p.x - from.x) * dy) + Math.abs((p.y - from.y) * dx)
      if (p.id !== from.id && along > 0 && along + 2 * across < least) { best = p; least = along + 2 * across }
    }
    if (best) {
      points.forEach((p) => p.made.setAttribute("tabindex", -1))
      best.made.setAttribute("tabindex", 0)
      best.made.focus()
    }
  }
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }
  for (const point of points) {
    point.made.addEventListener("click", (event) => { event.stopPropagation(); choose(state.chosen === point.id ? null : point.id) })
    point.made.addEventListener("keydown", (event) => {
      if (ways[event.key]) move(point, ...ways[event.key])
      else if (event.key === "Enter" || event.key === " ") choose(point.id)
      else if (event.key === "Escape") choose(null)
      else return
      event.preventDefault()
    })
  }
  svg.addEventListener("click", () => state.chosen && choose(null))
}
