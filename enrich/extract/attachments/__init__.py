"""The text of attached documents, a module a format."""
