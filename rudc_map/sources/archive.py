"""Zip files with maps: weighed and looked through before anything is unpacked."""

from __future__ import annotations

import errno
import shutil
import stat
import zipfile
from pathlib import Path, PurePosixPath

from rudc_map.errors import SourceError

MAX_UNPACKED = 4_000_000_000
"""Bytes that a zip file may unpack to; CBS's largest holds a GeoPackage of about 0.5 GB."""

MAX_RATIO = 200
"""How many times its size a file may unpack to; maps unpack to 2 to 20 times."""

MAX_MEMBERS = 1_000


def unpack(path: Path, folder: Path, suffixes: frozenset[str]) -> list[Path]:
    """Unpack the files of a zip archive that have one of the suffixes.

    Parameters
    ----------
    path : Path
        The archive.
    folder : Path
        An empty folder; each folder of the archive becomes a numbered one in it, so that no name
        in the archive decides where a file comes.
    suffixes : frozenset of str
        Lower case, with the dot; other files stay packed.

    Returns
    -------
    list of Path
        The unpacked files, in the order of the archive.

    Raises
    ------
    SourceError
        If it is damaged, locked, unpacks to more than is sane, or names a file outside itself.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check(path, members)
            wanted = [m for m in members if PurePosixPath(m.filename).suffix.lower() in suffixes]
            return [_extract(archive, m, _place(m, wanted, folder)) for m in wanted]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise SourceError(
            f"{path} is damaged or locked ({error}); download it again, or unpack it yourself"
        ) from error


def _check(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Look at names and sizes in the archive's directory."""
    size = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if len(members) > MAX_MEMBERS or size > MAX_UNPACKED or size / packed > MAX_RATIO:
        raise SourceError(
            f"{path} unpacks to {len(members):,} files of {size / 1e6:,.0f} MB, "
            f"{size / packed:,.0f} times its size; that is no map, download it again from CBS"
        )
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        outside = name.is_absolute() or ".." in name.parts or ":" in member.filename
        if outside or stat.S_ISLNK(member.external_attr >> 16):
            raise SourceError(
                f"{path} names a file outside itself ({member.filename!r}); do not use it, "
                "download it again from CBS"
            )


def _place(member: zipfile.ZipInfo, wanted: list[zipfile.ZipInfo], folder: Path) -> Path:
    folders = sorted({PurePosixPath(other.filename).parent for other in wanted})
    inside = PurePosixPath(member.filename)
    return folder / str(folders.index(inside.parent)) / inside.name


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> Path:
    """Write one file; zipfile gives no more of it than the archive's directory promises."""
    try:
        target.parent.mkdir(exist_ok=True)
        with archive.open(member) as packed, target.open("xb") as file:
            shutil.copyfileobj(packed, file)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise SourceError(
            f"{archive.filename} cannot be unpacked in {target.parents[1]}: the disk is full; it "
            f"takes {member.file_size / 1e6:,.0f} MB, make room or have TMPDIR name another folder"
        ) from error
    return target
