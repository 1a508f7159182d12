// Saves the pictures of a box of the page as SVG or PNG, here in the browser.
const pictures = (box) => [...document.querySelectorAll(`.st-key-${box} svg.marks`)];

const hand = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

const asPng = (svg, url, name) => {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = 2 * svg.width.baseVal.value;
    canvas.height = 2 * svg.height.baseVal.value;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => hand(blob, name));
  };
  image.src = url;
};

const save = (box, name, kind) =>
  pictures(box).forEach((svg, number) => {
    const text = new XMLSerializer().serializeToString(svg);
    const file = `${name}${number ? `-${number + 1}` : ""}.${kind}`;
    if (kind === "svg") hand(new Blob([text], { type: "image/svg+xml" }), file);
    else asPng(svg, `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`, file);
  });

export default ({ data, parentElement }) => {
  const place = parentElement.querySelector(".sn-save");
  place.replaceChildren(
    ...["svg", "png"].map((kind) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = data[kind];
      button.onclick = () => save(data.box, data.name, kind);
      return button;
    }),
  );
};
