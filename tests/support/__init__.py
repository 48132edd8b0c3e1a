"""Real servers and other company that tests keep. Not part of paios."""
