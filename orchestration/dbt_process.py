"""`pantau-dbt`: dbt that ends when the process that started it ends.

A run that is killed would otherwise leave its dbt behind, which goes on writing to the warehouse and keeps it locked
against the run that follows.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
    from dbt.cli.main import cli

    cli()


if __name__ == "__main__":
    main()
