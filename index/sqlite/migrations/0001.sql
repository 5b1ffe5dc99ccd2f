CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, published TEXT, first_seen TEXT NOT NULL, publisher TEXT NOT NULL,
    col TEXT NOT NULL, relevance REAL NOT NULL, record BLOB NOT NULL);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_first_seen ON articles (first_seen);
CREATE TABLE revisions (
    id TEXT NOT NULL, text_hash TEXT NOT NULL, version INTEGER NOT NULL, record BLOB NOT NULL,
    PRIMARY KEY (id, text_hash));
CREATE TABLE vectors (id TEXT PRIMARY KEY, vector BLOB NOT NULL);
CREATE VIRTUAL TABLE texts USING fts5 (id UNINDEXED, body, tokenize = "unicode61 remove_diacritics 0");
CREATE TABLE fingerprints (id TEXT PRIMARY KEY, version INTEGER NOT NULL, record BLOB NOT NULL);
CREATE TABLE hashes (hash INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (hash, id)) WITHOUT ROWID;
CREATE INDEX hashes_by_id ON hashes (id);
CREATE TABLE operations (issue INTEGER NOT NULL, number INTEGER NOT NULL, record BLOB NOT NULL, PRIMARY KEY (issue, number));
CREATE TABLE quotes (
    exchange TEXT NOT NULL, product TEXT NOT NULL, day TEXT NOT NULL, version INTEGER NOT NULL, record BLOB NOT NULL,
    PRIMARY KEY (exchange, product, day));
CREATE TABLE media (url TEXT PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE pages (id TEXT PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE sources (id TEXT PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE accounts (
    account TEXT PRIMARY KEY, topic TEXT NOT NULL, source TEXT NOT NULL, fate TEXT NOT NULL, reason TEXT NOT NULL,
    record BLOB NOT NULL);
CREATE INDEX accounts_by_fate ON accounts (topic, source, fate);
