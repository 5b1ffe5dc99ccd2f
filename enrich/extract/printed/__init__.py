"""What a page prints around its headline and body: where it stands, the forms of dates and of names."""
