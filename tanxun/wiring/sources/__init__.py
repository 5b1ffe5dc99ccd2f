"""Sources tried and checked: the web asked with the settings, and what extraction makes of it."""
