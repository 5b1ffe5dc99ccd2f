"""A week of articles to a draft: window, filter, duplicates, events, choose, order."""
