from pathlib import Path

import numpy as np
import pytest

from paios.domain.errors import UnavailableError
from paios.drivers.models.minilm_embedder import MiniLmEmbedder

pytestmark = [pytest.mark.slow, pytest.mark.requirement("V6")]


def vectors(embedder: MiniLmEmbedder, *texts: str) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.stack([np.frombuffer(vector, "<f4") for vector in embedder.embed(list(texts))])


def test_a_vector_is_384_numbers_of_length_one(embedder: MiniLmEmbedder) -> None:
    found = vectors(embedder, "boiler", "", "x" * 100_000)
    assert found.shape == (3, 384)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_like_meanings_are_near_without_a_word_in_common(embedder: MiniLmEmbedder) -> None:
    asked, near, far = vectors(embedder, "How do I fix the heating?", "Boiler repair", "Plum jam")
    assert asked @ near > asked @ far + 0.2


def test_a_text_has_one_vector_whatever_stands_beside_it(embedder: MiniLmEmbedder) -> None:
    texts = [f"note number {number} " + "and on " * number for number in range(70)]
    together, alone = vectors(embedder, *texts), vectors(embedder, texts[3])
    assert len(together) == 70
    assert together[3] @ alone[0] > 0.999


def test_only_the_first_256_tokens_count(embedder: MiniLmEmbedder) -> None:
    start = "garden " * 300
    one, other = vectors(embedder, start + "boiler", start + "violin")
    assert one @ other > 0.9999


@pytest.mark.parametrize("text", ["\ud800", "\x00", "🐕‍🦺", "\u202e", "e\u0301" * 50])
def test_any_text_has_a_vector(embedder: MiniLmEmbedder, text: str) -> None:
    assert vectors(embedder, text).shape == (1, 384)


def test_nothing_has_no_vector(embedder: MiniLmEmbedder) -> None:
    assert embedder.embed([]) == []


def test_missing_weights_are_told_with_the_way_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="make run"):
        MiniLmEmbedder(tmp_path / "none.onnx").embed(["x"])
