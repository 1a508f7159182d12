// What stands round the app, where Streamlit does not reach: the language, and light or dark for what floats over it.
export default ({ data }) => {
  const page = document.documentElement
  page.lang = data.language
  page.style.colorScheme = getComputedStyle(document.querySelector("[data-testid=stApp]")).colorScheme
}
