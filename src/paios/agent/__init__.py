"""WHAT IT WANTS. Untrusted: the sans-I/O loop and its prompt. It may only ask."""
