"""Changing an issue: what an editor sends, checked, written once, and its clashes."""
