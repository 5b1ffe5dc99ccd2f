"""Text that both enrichment and the bulletin read: charsets, figures, what a title names."""
