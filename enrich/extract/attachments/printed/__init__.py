"""What stands on printed pages, from PDF, OFD or scans, to paragraphs and tables."""
