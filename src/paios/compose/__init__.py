"""The wiring: which driver fills which port. Nothing else knows them all, and nothing is decided here.

A command imports only the part that it needs: ``house`` is everything, ``stores``
what is kept, opened; ``locks`` how it is locked.
"""
