"""A week of articles to an issue to a document: assemble, chart, render."""
