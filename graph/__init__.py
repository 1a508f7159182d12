"""The graph: what there is, where it is kept, and what is asked of it."""
