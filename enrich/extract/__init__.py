"""A page to an article: one module per field."""
