"""paios: a personal AI operating system that stays the person's own."""

__version__ = "0.1.0"
