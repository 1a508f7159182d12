"""What can go wrong when a town is generated, written or scored."""


class GenerateError(ValueError):
    """A town that cannot be made, written or scored as asked; a sentence for the user."""
