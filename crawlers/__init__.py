"""The web to `pages.fetched`: catalogue, spiders, import of archives, media."""
