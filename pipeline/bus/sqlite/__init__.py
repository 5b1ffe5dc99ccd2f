"""The embedded bus in one SQLite file."""
