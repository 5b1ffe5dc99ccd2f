"""Articles that could come into an issue: search, alternates, pasted addresses."""
