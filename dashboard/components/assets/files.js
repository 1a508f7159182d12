// A picture as a file: SVG, or the same SVG as PNG.
import { inLight } from "./colours.js"

function give(name, blob) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

const written = (svg) => new Blob([inLight(new XMLSerializer().serializeToString(svg))], { type: "image/svg+xml" })

export function saveSvg(svg, name) {
  give(name + ".svg", written(svg))
}

export async function savePng(svg, name, scale = 2) {
  const image = new Image()
  const address = URL.createObjectURL(written(svg))
  image.src = address
  await image.decode()
  const canvas = document.createElement("canvas")
  canvas.width = scale * Number(svg.getAttribute("width"))
  canvas.height = scale * Number(svg.getAttribute("height"))
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
  URL.revokeObjectURL(address)
  canvas.toBlob((blob) => give(name + ".png", blob), "image/png")
}

export function button(parent, label, sign, act) {
  const made = document.createElement("button")
  made.type = "button"
  made.textContent = sign
  made.setAttribute("aria-label", label)
  made.title = label
  made.addEventListener("click", act)
  parent.appendChild(made)
  return made
}
