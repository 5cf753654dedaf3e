"""`python -m emotion_desktop` is `emotion-desktop`."""

import sys

from emotion_desktop.cli.desktop import main

sys.exit(main())
