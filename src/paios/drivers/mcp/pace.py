"""How long a server is waited for, and how soon it is tried again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """All in seconds.

    ``call`` is below the tool host's own limit, so that what is told names the
    server. A listing is believed for ``fresh``; then it is read again before a
    tool is used. Who failed is connected to again after ``first_pause``, then
    after twice as long each time, up to ``longest_pause``; who had kept up for
    ``lived`` counts as if it had never failed.
    """

    connect: float = 20.0
    listing: float = 20.0
    call: float = 25.0
    fresh: float = 10.0
    first_pause: float = 1.0
    longest_pause: float = 300.0
    lived: float = 60.0
    between_listings: float = 1.0
