"""The interfaces of other systems to their keyrings, kept in memory, below the real code of the ``keyring``
library. What a real system would do beyond its interface, such as to ask the person, is not here."""
