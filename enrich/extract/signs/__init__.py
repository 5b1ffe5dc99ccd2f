"""Signs that a field was read rightly or wrongly, told from page and article once it is put together; confidence weighs them."""
