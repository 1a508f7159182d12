"""One file per page: read choices, ask the cached data, call pure functions, draw."""
