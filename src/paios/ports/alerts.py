"""Ways to reach a person who is not looking."""

from typing import Protocol

from paios.domain.alert import Alert


class AlertChannel(Protocol):
    name: str

    async def send(self, alert: Alert) -> bool:
        """Whether it was handed over; False where nobody set this channel up.

        Raises ``UnavailableError`` when the service cannot be reached or refuses.
        """
        ...
