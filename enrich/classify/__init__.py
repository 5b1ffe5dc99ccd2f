"""An article to its column and relevance; the models, what they learn from, and learning anew."""
