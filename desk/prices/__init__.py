"""The price table of an issue, cell by cell."""
