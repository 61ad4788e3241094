"""What can be wrong with a catalog file, as part of Mien's one tree of errors.

path --> Source --> detect --> rows
  |         |          |         +-- CatalogDamaged, CatalogEncoding
  |         |          +-- UnknownCatalog, CatalogEncoding
  +---------+-- CatalogUnreadable, CatalogDamaged
"""

from mien.errors import MienError


class CatalogError(MienError):
    """The catalog cannot be read, or only in part."""

    status = 422


class CatalogUnreadable(CatalogError):
    code = "catalog-unreadable"
    title = "The catalog cannot be opened"
    action = "Check the path and its permissions; name a file, an archive or a folder."


class CatalogDamaged(CatalogError):
    """`file` ends too early or is corrupt; `row` is the last row that could be read, from 1."""

    code = "catalog-damaged"
    title = "The catalog file is damaged"
    action = "Fetch or pack the file again and repeat the command; the rows before it are good."

    def __init__(self, file: str, fault: str, row: int = 0) -> None:
        super().__init__(f"{file}: {fault}, after row {row}")
        self.file = file
        self.fault = fault
        self.row = row

    def after(self, row: int) -> "CatalogDamaged":
        """The same damage, met after `row`."""
        return CatalogDamaged(self.file, self.fault, row)


class CatalogEncoding(CatalogError):
    code = "catalog-encoding"
    title = "The catalog is not UTF-8 text"
    action = "Convert it, as with: iconv -f WINDOWS-1252 -t UTF-8 old.csv > new.csv"


class UnknownCatalog(CatalogError):
    code = "unknown-catalog"
    title = "No format fits this catalog"
    action = "Compare its columns or keys with those of the formats named here."
