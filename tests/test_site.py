"""The site that `make docs` makes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_site_is_made_without_a_warning_and_has_every_page(tmp_path: Path) -> None:
    """Sphinx warns of a link that leads nowhere and of a page that no list of contents has."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-c", "docs", "."]
    made = subprocess.run(
        [*command, tmp_path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (made.returncode, made.stderr) == (0, "")
    for page in (*ROOT.glob("docs/**/*.md"), *ROOT.glob("checkpoints/*.md")):
        assert (tmp_path / page.relative_to(ROOT)).with_suffix(".html").is_file()
    reference = (tmp_path / "docs" / "reference.html").read_text(encoding="utf-8")
    assert "emotion_desktop.EmotionPredictor.analyze" in reference
