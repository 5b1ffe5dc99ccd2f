"""The one place that picks backends and hands stages what they need."""
