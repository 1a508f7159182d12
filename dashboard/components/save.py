"""Buttons that save a picture as SVG or PNG; the browser does it, and nothing is sent anywhere."""

from dashboard.components import frame, packaged
from dashboard.texts import t


def buttons(box: str, name: str) -> None:
    """Save the picture in the box of this key; the file's name says if the data are made up."""
    now = frame.scene()
    made_up = "pahittade-uppgifter-" if now and now.network.generated else ""
    words = {"svg": t("Hämta bild (SVG)"), "png": t("Hämta bild (PNG)")}
    packaged.part("save")(data={"box": box, "name": made_up + name, **words}, key=f"save-{box}")
