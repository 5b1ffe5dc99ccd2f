"""The editors' page and the readers' API: the drafted issue reviewed in a browser, and published."""
