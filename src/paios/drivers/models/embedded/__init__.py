"""HOW IT IS DONE: the model that comes with paios and needs no network.

Measured on 30 questions over the sample vault: the embeddings put a right
quote first in 22 and among three in 25; SmolLM2-135M, asked to choose among
four of them, was right in 5 of 24, and writing the answer itself in about a
quarter, the rest made up. So the embeddings choose what to do and what to
quote, and the language model only finds the parts of a request to write.
"""
