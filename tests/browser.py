"""Finds the browser for the tests, which tests/install-browser installs."""

import shutil

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--font-render-hinting=none",  # letters are as wide as the font says, as with a window
]


def chromium() -> str | None:
    """Returns the path of a Chromium on PATH, or None.

    With None as the executable path, Playwright starts its own build. The one without windows comes
    first: it is the same engine, and takes a third of the processor time.
    """
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    return None
