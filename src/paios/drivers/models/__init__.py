"""HOW IT IS DONE: language models and embeddings. What they say is data, never trusted."""
