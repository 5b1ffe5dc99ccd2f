"""The command line, `tanxun …`, its commands grouped by user."""
