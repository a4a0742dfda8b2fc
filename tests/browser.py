"""Finds the browser that the tests drive; tests/install-browser puts one there."""

import shutil

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium() -> str | None:
    """Returns the path of a Chromium on PATH.

    None, given to Playwright as the executable path, makes it start its own build.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    return None
