// Saves the pictures of a box of the page as SVG or PNG, here in the browser.
import { savePng, saveSvg } from "./files.js"

const WAYS = { svg: saveSvg, png: savePng }

export default function ({ data, parentElement }) {
  const made = Object.entries(WAYS).map(([kind, save]) => {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = data[kind]
    button.ariaLabel = `${data[kind]} ${data.about}`
    button.onclick = () => document.querySelectorAll(`.st-key-${data.box} svg.marks`).forEach((svg, at) => save(svg, data.name + (at ? `-${at + 1}` : "")))
    return button
  })
  parentElement.querySelector(".sn-save").replaceChildren(...made)
}
