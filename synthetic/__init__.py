"""A generated municipality: ordinary life around children, with planted patterns and their near misses."""
