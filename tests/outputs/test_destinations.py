"""Folders that can be written to, and those that cannot, on each system."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from emotion_desktop.files.disk_space import disk_of
from emotion_desktop.outputs.destinations import ThisSystem, Trouble, Verdict, judge

Windows, Posix = PureWindowsPath, PurePosixPath


class Fake:
    """A system with these folders (True), files (False), and paths that cannot be asked about."""

    def __init__(
        self, found: Mapping[PurePath, bool | OSError], locked: frozenset[PurePath] = frozenset()
    ) -> None:
        self.found, self.locked = found, locked

    def is_folder(self, path: PurePath) -> bool | None:
        answer = self.found.get(path)
        if isinstance(answer, OSError):
            raise answer
        return answer

    def may_write(self, path: PurePath) -> bool:
        return path not in self.locked


WINDOWS = Fake(
    {
        Windows("C:/"): True,
        Windows("C:/Users/me"): True,
        Windows("C:/Users/me/note.txt"): False,
        Windows("C:/Windows"): True,
        Windows("//server/share/"): True,
        Windows("D:/"): PermissionError(errno.EACCES, "the device is not ready"),
        Windows("C:/a?b"): OSError(errno.EINVAL, "the syntax is incorrect"),
    },
    frozenset({Windows("C:/Windows")}),
)
UNIX = Fake(
    {
        Posix("/"): True,
        Posix("/home/me"): True,
        Posix("/root"): True,
        Posix("/root/films"): PermissionError(errno.EACCES, "permission denied"),
        Posix("/home/me/" + "x" * 300): OSError(errno.ENAMETOOLONG, "name too long"),
    },
    frozenset({Posix("/"), Posix("/root")}),
)


@pytest.mark.parametrize(
    ("system", "folder", "verdict"),
    [
        (WINDOWS, Windows("C:/Users/me/Videos/mine"), None),
        (WINDOWS, Windows("//server/share/films"), None),
        (WINDOWS, Windows("E:/"), Verdict(Trouble.NO_DRIVE, Windows("E:/"))),
        (WINDOWS, Windows("E:/films/mine"), Verdict(Trouble.NO_DRIVE, Windows("E:/"))),
        (WINDOWS, Windows("//gone/share/a"), Verdict(Trouble.NO_DRIVE, Windows("//gone/share/"))),
        (WINDOWS, Windows("D:/films"), Verdict(Trouble.LOCKED, Windows("D:/"))),
        (WINDOWS, Windows("C:films"), Verdict(Trouble.RELATIVE, Windows("C:films"))),
        (WINDOWS, Windows("/films"), Verdict(Trouble.RELATIVE, Windows("/films"))),
        (WINDOWS, Windows("C:/Windows/a"), Verdict(Trouble.LOCKED, Windows("C:/Windows"))),
        (WINDOWS, Windows("C:/a?b"), Verdict(Trouble.TOO_LONG, Windows("C:/a?b"))),
        (
            WINDOWS,
            Windows("C:/Users/me/note.txt/a"),
            Verdict(Trouble.NO_FOLDER, Windows("C:/Users/me/note.txt")),
        ),
        (UNIX, Posix("/home/me/films/mine"), None),
        (UNIX, Posix("films"), Verdict(Trouble.RELATIVE, Posix("films"))),
        (UNIX, Posix("/srv/films"), Verdict(Trouble.LOCKED, Posix("/"))),
        (UNIX, Posix("/root/films"), Verdict(Trouble.LOCKED, Posix("/root/films"))),
        (
            UNIX,
            Posix("/home/me/" + "x" * 300),
            Verdict(Trouble.TOO_LONG, Posix("/home/me/" + "x" * 300)),
        ),
    ],
)
def test_a_folder_is_judged_with_the_place_of_its_trouble(
    system: Fake, folder: PurePath, verdict: Verdict | None
) -> None:
    assert judge(folder, system) == verdict


def test_this_system_is_asked(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    assert judge(tmp_path / "new" / "folder") is None
    assert judge(tmp_path / "file" / "a") == Verdict(Trouble.NO_FOLDER, tmp_path / "file")
    assert judge(tmp_path / "nowhere") == Verdict(Trouble.NO_FOLDER, tmp_path / "nowhere")
    for name in ("x" * 300, "zero\0byte"):
        assert judge(tmp_path / name) == Verdict(Trouble.TOO_LONG, tmp_path / name)
    assert list(tmp_path.glob("new")) == []


def test_where_access_says_yes_to_all_a_file_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: True)
    windows = ThisSystem("win32")
    assert windows.may_write(tmp_path)
    assert not windows.may_write(tmp_path / "gone")
    assert list(tmp_path.iterdir()) == []


def test_the_disk_of_a_folder_is_found_without_what_windows_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bool:
        raise NotImplementedError

    monkeypatch.setattr(Path, "is_mount", refuse)
    assert disk_of(tmp_path / "new").is_dir()
