"""How much work something is: the processor's time of one thread, which a busy machine does not lengthen."""

import gc
from collections.abc import Callable
from time import thread_time


def effort(do: Callable[[], object]) -> float:
    """Seconds of the processor for this alone: of no other thread, and without collecting others' garbage."""
    collecting = gc.isenabled()
    gc.disable()
    begun = thread_time()
    try:
        do()
        return thread_time() - begun
    finally:
        if collecting:
            gc.enable()
