"""The command line, a client of the published interfaces like any other."""
