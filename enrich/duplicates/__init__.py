"""Is an article the same as another, printed again? Texts aligned, differences weighed."""
