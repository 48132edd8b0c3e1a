"""Every module here has a paios of its own, with a scripted model and Ada signed in."""

from tests.support.rooms import ada, model, paios, stage

__all__ = ["ada", "model", "paios", "stage"]
