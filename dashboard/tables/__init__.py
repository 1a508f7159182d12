"""Pure functions from a Report and a Network to what a page draws."""
