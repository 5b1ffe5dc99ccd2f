"""The catalogue of sources: its entries (`crawlers/sources/*.toml`), read and checked."""
