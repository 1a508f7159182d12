"""Pieces of a page: escaped HTML, the frame round every page, the picture of a network."""
