"""Buttons that save a picture as SVG or PNG; the browser does it, and nothing is sent anywhere."""

from dashboard import texts
from dashboard.components import frame, packaged
from dashboard.texts import t


def buttons(box: str, name: str, about: str) -> None:
    """Save the picture in the box of this key; the file's name says if the data are made up.

    `about` says which picture: it is heard, not seen.
    """
    now = frame.scene()
    name = texts.file_name(name, bool(now and now.network.generated))
    words = {"svg": t("Hämta bild (SVG)"), "png": t("Hämta bild (PNG)")}
    packaged.part("save")(data={"box": box, "name": name, "about": about, **words}, key=f"save-{box}")
