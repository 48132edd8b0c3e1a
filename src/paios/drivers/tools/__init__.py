"""The tools that come with paios, and the host that runs tools in this process."""
