-- Search by language, and editors' corrections.
ALTER TABLE articles ADD COLUMN language TEXT NOT NULL DEFAULT 'zh';
UPDATE articles SET language = ifnull(json_extract(CAST(record AS TEXT), '$.article.language'), 'zh');
CREATE TABLE labels (
    article TEXT NOT NULL, field TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, record BLOB NOT NULL,
    PRIMARY KEY (article, field, who, at));
