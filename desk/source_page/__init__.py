"""The fetched page as it was, made harmless, with what was taken from it marked."""
