// The colours of the pages are named in palette.css; here is what a name stands for, on the page or in a file.
const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true })

export function colour(words, place = document.body, scheme = "inherit") {
  const probe = document.createElement("span")
  Object.assign(probe.style, { color: words, colorScheme: scheme })
  place.appendChild(probe)
  pen.fillStyle = getComputedStyle(probe).color
  probe.remove()
  pen.fillRect(0, 0, 1, 1)
  return "#" + [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((part) => part.toString(16).padStart(2, "0")).join("")
}

const NAMED = /color-mix\(in srgb, ?var\([\w-]+\) [\d.]+%, ?var\([\w-]+\)\)|var\(--sn-[\w-]+\)/g

// A file stays on white, whatever the page is on, and has no style sheet to ask.
export function inLight(written) {
  return written.replace(NAMED, (words) => colour(words, document.body, "light"))
}
