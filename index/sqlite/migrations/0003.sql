-- What readers may see.
CREATE TABLE published (
    issue INTEGER NOT NULL, id TEXT NOT NULL, edition INTEGER NOT NULL, position INTEGER NOT NULL, record BLOB NOT NULL,
    PRIMARY KEY (issue, id));
CREATE INDEX published_by_id ON published (id);
CREATE TABLE editions (issue INTEGER PRIMARY KEY, edition INTEGER NOT NULL);
