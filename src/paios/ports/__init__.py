"""WHAT WE NEED AND OFFER. Protocols only.

Capability ports are what an adapter may be handed; driven ports are what drivers fill.
"""
