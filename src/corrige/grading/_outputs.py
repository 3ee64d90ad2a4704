"""From messages of a kernel to the outputs of a cell, as nbclient does it, up to a limit."""

from __future__ import annotations

import logging
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_output

log = logging.getLogger("corrige")


class OutputClient(NotebookClient):
    """nbclient, with a cap on what a cell may show; what is no message of a kernel shows nothing.

    output_limit: bytes that one cell may show. `flooded` tells that it was more.
    """

    output_limit = 2**20
    flooded = False
    _received = 0

    def begin(self, cell: NotebookNode) -> None:
        """Make ready for one cell; nbclient writes it back into a notebook, which it gets here."""
        self.nb = new_notebook(cells=[cell])
        self.clear_before_next_output = False
        self.flooded, self._received = False, 0

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        try:
            return self._process(msg, cell, cell_index)
        except CellExecutionComplete:
            raise
        except Exception as error:
            # The student's code can send what it likes.
            self.log.debug("a malformed message of the kernel's is dropped: %r", error)
            return None

    def _process(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        content = msg["content"]
        if msg["msg_type"] == "stream":
            self._received += len(content["text"])
        elif msg["msg_type"] in ("display_data", "execute_result", "update_display_data"):
            # A picture is counted at a tenth: an honest plot weighs far more than honest text.
            self._received += sum(len(str(value)) for value in content["data"].values()) // 10
        elif msg["msg_type"] == "error":
            self._received += len(content["evalue"]) + sum(map(len, content["traceback"]))
        if self._received > self.output_limit and msg["msg_type"] != "status":
            if not self.flooded:
                self.overflow()
            self.flooded = True
            return None
        return super().process_message(msg, cell, cell_index)

    def overflow(self) -> None:
        """Called once, when a cell shows more than it may."""


def error_output(name: str, text: str) -> NotebookNode:
    """Return an output of nbformat's type `error`, for which nbgrader gives no points."""
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
