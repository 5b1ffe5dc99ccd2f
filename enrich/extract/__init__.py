"""A page to an article: one module per field; imports nothing, so that a reader of attachments starts quickly."""
