"""Buttons that save a picture as SVG or PNG; the browser does it, and nothing is sent anywhere."""

import streamlit as st

from dashboard.components import frame
from dashboard.texts import t

CSS = """
.sn-save { display: flex; gap: 0.5rem; flex-wrap: wrap; }
.sn-save button { font: inherit; font-size: 14px; color: #0f172a; background: #fff; border: 1px solid #c3cedd;
  border-radius: 8px; padding: 0.25rem 0.7rem; cursor: pointer; }
.sn-save button:hover, .sn-save button:focus-visible { border-color: #0e4a86; outline: 1px solid #0e4a86; }
"""
_buttons = st.components.v2.component(
    "stodnat_save", html='<div class="sn-save"></div>', css=CSS, js=(frame.HERE / "save.js").read_text("utf-8")
)


def buttons(box: str, name: str) -> None:
    """Save the picture in the box of this key; the file's name says if the data are made up."""
    now = frame.scene()
    made_up = "pahittade-uppgifter-" if now and now.network.generated else ""
    words = {"svg": t("Hämta bild (SVG)"), "png": t("Hämta bild (PNG)")}
    _buttons(data={"box": box, "name": made_up + name, **words}, key=f"save-{box}")
