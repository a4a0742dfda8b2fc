"""Finds the browser for the tests, which tests/install-browser installs."""

import shutil

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium() -> str | None:
    """Returns the path of a Chromium on PATH, or None.

    With None as the executable path, Playwright starts its own build.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    return None
