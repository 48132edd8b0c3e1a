from collections.abc import Iterator

import pytest
from tests.support.weights import CHAT, EMBEDDING, weights

from paios.drivers.models.embedded.model import EmbeddedChatModel
from paios.drivers.models.minilm_embedder import MiniLmEmbedder


@pytest.fixture(scope="session")
def embedder() -> Iterator[MiniLmEmbedder]:
    """The real embeddings."""
    made = MiniLmEmbedder(weights(EMBEDDING))
    yield made
    made.close()


@pytest.fixture(scope="session")
def built_in(embedder: MiniLmEmbedder) -> Iterator[EmbeddedChatModel]:
    """The built-in model on its real weights."""
    made = EmbeddedChatModel(weights(CHAT), embedder)
    yield made
    made.close()
