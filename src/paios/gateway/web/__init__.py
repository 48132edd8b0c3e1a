"""The REST adapter of the web app: HTTP in, capability ports out."""
