"""The crawl itself: one Scrapy process, its settings and guards, and the sink that puts pages on the bus."""
