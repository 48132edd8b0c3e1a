"""The REST contract, written first. ``paios.yaml`` is the document; everything else follows it (A3)."""

from importlib.resources import files
from typing import Final

DOCUMENT: Final = files(__name__) / "paios.yaml"
