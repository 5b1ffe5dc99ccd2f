"""The files in a folder."""
