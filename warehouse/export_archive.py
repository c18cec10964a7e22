"""The ZIP archive that a workbook is, without the clock: equal rows are equal bytes."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first time that ZIP has."""


class Archive(ZipFile):
    """As openpyxl fills it: parts that are texts, and sheets that lie in a temporary file."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)

    def writestr(self, name: str, data: str | bytes) -> None:
        entry = ZipInfo(name, EPOCH)
        entry.compress_type = ZIP_DEFLATED
        super().writestr(entry, data)

    def write(self, filename: str, name: str) -> None:
        entry = ZipInfo.from_file(filename, name)
        entry.date_time, entry.compress_type = EPOCH, ZIP_DEFLATED
        with open(filename, "rb") as sheet, self.open(entry, "w") as part:
            shutil.copyfileobj(sheet, part)
