"""The issue's page: its columns and cards, kept up to date in every open browser."""
