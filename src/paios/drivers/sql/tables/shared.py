"""What all tables share: their names' form, and the columns that come again.

``position`` orders rows that share a moment.
"""

from typing import Any, Final

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, SmallInteger, String

from paios.domain.label import Integrity, Label, Secrecy

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID: Final = String(36)
WORD: Final = String(32)
POSITION: Final = BigInteger().with_variant(Integer, "sqlite")


def position() -> Column[int]:
    return Column("position", POSITION, primary_key=True)


def id_column() -> Column[str]:
    return Column("id", ID, nullable=False, unique=True)


def belongs_to(name: str, target: str, *, nullable: bool = False, **more: Any) -> Column[str]:
    return Column(name, ID, ForeignKey(target), nullable=nullable, **more)


def label_pair() -> tuple[Column[int], Column[int]]:
    return (
        Column("integrity", SmallInteger, nullable=False),
        Column("secrecy", SmallInteger, nullable=False),
    )


def label_columns(label: Label) -> dict[str, int]:
    """A label as it is stored beside what it labels."""
    return {"integrity": int(label.integrity), "secrecy": int(label.secrecy)}


def label_of(row: Any) -> Label:
    """The label stored in ``row``."""
    return Label(Integrity(row.integrity), Secrecy(row.secrecy))
