"""Ways to reach a person who is not looking."""
