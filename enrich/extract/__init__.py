"""A page to an article: one module per field."""

from enrich.extract.extract import extract

__all__ = ["extract"]
