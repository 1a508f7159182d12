"""The pages under one frame: started by `stodnat serve`."""

import streamlit as st

from dashboard.components import frame, html
from dashboard.texts import t

frame.choices()
st.set_page_config(
    page_title="Stödnät",
    page_icon=str(frame.HERE / "icon.svg"),
    layout="wide",
    menu_items={"About": t("Stödnät visar vilka som finns runt ett barn, och var forum och möten överlappar.")},
)
html.show(html.Html(f"<style>{html.STYLE}</style>"))
st.logo(str(frame.HERE / "logo.svg"), size="large")
page = st.navigation(
    [
        st.Page(
            "views/oversikt.py", title=t("Översikt"), icon=":material/dashboard:", url_path="oversikt", default=True
        ),
        st.Page("views/forum.py", title=t("Forum"), icon=":material/grid_view:", url_path="forum"),
        st.Page("views/verksamheter.py", title=t("Verksamheter"), icon=":material/hub:", url_path="verksamheter"),
        st.Page("views/barn.py", title=t("Barn"), icon=":material/face:", url_path="barn"),
        st.Page(
            "views/overlamningar.py", title=t("Överlämningar"), icon=":material/swap_horiz:", url_path="overlamningar"
        ),
        st.Page("views/data.py", title=t("Data"), icon=":material/database:", url_path="data"),
        st.Page("views/tillganglighet.py", title=t("Tillgänglighet"), url_path="tillganglighet", visibility="hidden"),
    ]
)
frame.sidebar(page.url_path)
page.run()
