"""Fifty known secrets, put in through every way into paios, and looked for wherever they have no business.

``plants`` knows the secrets and their disguises, ``visitor`` and ``terminal``
put them in as a person or program would, ``processes`` and ``places`` say where
to look. What is driven is in ``ways``; ``test_no_secret_anywhere`` looks.
"""
