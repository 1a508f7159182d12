"""Parts of the pages that run in the browser: files of this package, served from here and fetched from nowhere else."""

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

ASSETS = Path(__file__).parent / "assets"
PACKAGE, VERSION = "stodnat", "1"
PARTS = ("network", "timeline", "save")


def part(name: str) -> Any:  # noqa: ANN401 - what draws a component, a type that Streamlit does not name
    """What draws one of the parts, `assets/<name>.js` with `<name>.css`, in an element of the class `sn-<name>`.

    Streamlit finds parts of installed packages by itself only where the package is called as the project is; here it
    is told where they are, the same way whether this is installed or run from its folder.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(f"{PACKAGE}.{name}") is None:
        known = [ComponentConfig(one, asset_dir=ASSETS.name) for one in PARTS]
        manager.register_from_manifest(ComponentManifest(PACKAGE, VERSION, known), ASSETS.parent)
    return st.components.v2.component(
        f"{PACKAGE}.{name}", html=f'<div class="sn-{name}"></div>', css=f"{name}.css", js=f"{name}.js"
    )
