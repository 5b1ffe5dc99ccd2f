"""Archived pages (WARC) to `pages.fetched`, as if they had been crawled."""
