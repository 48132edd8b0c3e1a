"""MCP servers as guests: connected, contained, and asked to run tools (T2, T6).

``connections`` and what it imports at once must not import the SDK, which takes
a second: only ``links`` and ``session`` do, when the first server is connected to.
"""
