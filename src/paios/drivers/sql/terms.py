"""A person's words as search terms."""
