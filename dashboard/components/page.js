// What stands round the app, where Streamlit does not reach: the language, light or dark for what floats over it, and
// that another page begins at its top.
let shown = null

export default ({ data }) => {
  const page = document.documentElement
  page.lang = data.language
  if (shown !== null && shown !== data.page) document.querySelector("[data-testid=stMain]").scrollTo(0, 0)
  shown = data.page
  page.style.colorScheme = getComputedStyle(document.querySelector("[data-testid=stApp]")).colorScheme
}
