"""The page of the systems names every place where they differ."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "platforms.md").read_text(encoding="utf-8")


def test_every_file_that_asks_for_the_system_is_on_the_page() -> None:
    for package in ("emotion_desktop", "trainer"):
        for path in (ROOT / package).rglob("*.py"):
            if re.search(r"sys\.platform|platform\.system|os\.name\b", path.read_text("utf-8")):
                name = str(path.relative_to(ROOT)).removeprefix("emotion_desktop/")
                folder = f"{Path(name).parent}/*"
                assert f"`{name}`" in PAGE or f"`{folder}`" in PAGE, name
