"""The build hook of the wheel: builds the web app into the package, as the `web` stage does.

Must hold no logic of its own: what a wheel carries is what `make run` serves.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebAppBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling does not export its parameter
    """Runs the `web` stage before the files of a wheel are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        """Build the web app; an editable install serves it from the tree and needs none."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "scripts"))
        import webapp

        webapp.build_for_wheel()
