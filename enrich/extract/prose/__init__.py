"""The article's prose on its page: where most of it stands, what stands around it, and what of it stands elsewhere."""
