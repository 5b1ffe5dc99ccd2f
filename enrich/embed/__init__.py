"""Text to vectors: the embedding model and how it is made from a wheel."""
