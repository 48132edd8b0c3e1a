"""HOW IT IS DONE: the model that comes with paios and needs no network.

Measured on 30 questions over the sample vault: the embeddings put a right
quote first in 23 and among three in 26; SmolLM2-135M, asked to choose among
four of them, was right in 5 of 24 (the embeddings in 19), and when it wrote the
answer itself most was beside the point or made up. So the embeddings choose what to do and what to
quote, and the language model only finds the parts of a request to write.
"""
