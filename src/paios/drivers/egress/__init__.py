"""HOW IT IS DONE: leaving the machine. The only importer of an HTTP client (N1, N4)."""
