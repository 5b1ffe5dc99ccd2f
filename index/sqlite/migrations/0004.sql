-- Which raw pages lie in the files.
CREATE TABLE raw_pages (file TEXT PRIMARY KEY, page TEXT NOT NULL, source TEXT NOT NULL, record BLOB NOT NULL);
CREATE INDEX raw_pages_by_page ON raw_pages (page);
CREATE INDEX raw_pages_by_source ON raw_pages (source);
