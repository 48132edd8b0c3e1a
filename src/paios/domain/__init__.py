"""WHAT THINGS ARE. Frozen data and pure functions; imports the standard library only and does no I/O."""
