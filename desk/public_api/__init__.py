"""The readers' API: published items, for anybody."""
