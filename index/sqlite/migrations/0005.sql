-- Which pages the crawl looks at again, and when.
ALTER TABLE pages ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE pages ADD COLUMN due TEXT;
UPDATE pages SET source = ifnull(json_extract(CAST(record AS TEXT), '$.source'), '');
CREATE INDEX pages_due ON pages (source, due);
