"""Publishing an issue: the checklist, the preview, the edition, its files, the e-mail."""
