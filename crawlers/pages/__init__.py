"""What a fetched page says to the crawl: its links, its next page, its markup."""
