"""WHAT WE NEED AND OFFER. Protocols: capability ports that adapters are handed, driven ports that drivers fill."""
