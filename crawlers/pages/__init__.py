"""What the crawl reads on a fetched page: its links, its next page."""
