"""Where the weights for tests are. A test that needs absent ones is skipped, which in strict mode fails."""

import os
from pathlib import Path

import pytest

CHAT = "smollm2-135m-instruct.q4_1.gguf"
EMBEDDING = "minilm-l6-v2.int8.onnx"


def weights(name: str) -> Path:
    """The file, from ``PAIOS_WEIGHTS`` or the default data folder."""
    folder = Path(os.environ.get("PAIOS_WEIGHTS") or Path.home() / ".local/share/paios/weights")
    path = folder / name
    if not path.is_file():
        pytest.skip(f"the weights {name} are missing; `make run` fetches them")
    return path
