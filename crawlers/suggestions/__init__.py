"""What entry a page of links would have: guessed from the page, and read back by the reader that the crawl has."""
