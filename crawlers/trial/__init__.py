"""A trial of a source: what the crawl would see of it, asked for with its manners, and nothing kept."""
