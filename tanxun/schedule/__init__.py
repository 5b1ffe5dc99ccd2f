"""What runs at its time: the crawl, the workers, the weekly draft; `tanxun run` and the DAGs call it."""
