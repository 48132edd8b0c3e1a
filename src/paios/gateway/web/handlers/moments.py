"""Times of the contract. Its pattern knows digits; that there is no 31st of February is known here."""

from datetime import datetime

from paios.domain.errors import InvalidInputError


def moment(text: str | None) -> datetime | None:
    """A ``Time`` of the contract. Raises ``InvalidInputError`` for one that no calendar has."""
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError("There is no such time.") from error
