"""The one place that names backends and hands stages what they need."""
