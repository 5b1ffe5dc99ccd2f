"""One item's page: its form, its pictures, the source beside it."""
