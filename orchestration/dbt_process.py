"""`pantau-dbt`: dbt that ends when the process that started it ends, and asks nothing of the internet.

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
    import dbt.version
    from dbt.cli.main import cli

    # `dbt --version`, which dagster-dbt asks for, would look for newer versions in a package index
    dbt.version.get_latest_version = lambda **_: None
    cli()


if __name__ == "__main__":
    main()
