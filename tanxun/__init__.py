"""tanxun: what is typed (`cli`), scheduled (`schedule`) and put together (`wiring`)."""
