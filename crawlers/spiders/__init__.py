"""Scrapy spiders: one per kind of page, none per site."""
