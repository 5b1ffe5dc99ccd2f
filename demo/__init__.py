"""The invented week: an invented web of invented publishers, served on loopback."""
