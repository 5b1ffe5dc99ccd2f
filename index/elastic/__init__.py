"""The production store on Elasticsearch."""
