"""`pages.fetched` to `articles.enriched`: extract, embed, classify, dedupe."""
