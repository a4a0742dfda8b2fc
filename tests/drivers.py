"""Firefox and WebKit from a system's own packages, driven by what the browsers themselves speak.

Playwright drives builds of its own; what readers have differs. Firefox speaks WebDriver BiDi over a
socket, WebKitGTK's MiniBrowser classic WebDriver over HTTP. Both need only a few commands here.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from tornado.websocket import WebSocketClientConnection, websocket_connect

T = TypeVar("T")

TAB = "\ue004"
WIDTH, HEIGHT = 1280, 900
WAIT = 60  # seconds that a browser may take to start, or a page to become what a test expects
MINI = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"


def firefox() -> str | None:
    """Returns the path of a system's Firefox, or None."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def mini_browser() -> str | None:
    """Returns the path of WebKitGTK's MiniBrowser, or None if it or its driver is missing."""
    found = sorted(Path("/").glob(MINI.removeprefix("/")))
    needed = shutil.which("WebKitWebDriver") and shutil.which("Xvfb")
    return str(found[-1]) if found and needed else None


class Driven:
    """A browser with one window."""

    def run(self, script: str) -> Any:
        """Returns what the body of a function returns in the page; it may return a promise."""
        raise NotImplementedError

    def open(self, address: str) -> None:
        """Opens a page and waits until it is loaded."""
        raise NotImplementedError

    def back(self) -> None:
        """Goes back to the page before."""
        raise NotImplementedError

    def close(self) -> None:
        """Ends the browser."""
        raise NotImplementedError

    def act(self, actions: dict[str, Any]) -> None:
        """Does what a hand does, as WebDriver describes it."""
        raise NotImplementedError

    def press(self, key: str) -> None:
        """Presses a key and lets it go."""
        actions = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self.act({"type": "key", "id": "keys", "actions": actions})

    def move(self, x: float, y: float) -> None:
        """Moves the mouse to a place in the window."""
        action = {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}
        self.act({"type": "pointer", "id": "mouse", "actions": [action]})

    def until(self, truth: str) -> None:
        """Waits until an expression is true in the page."""
        deadline = time.monotonic() + WAIT
        while not self.run(f"return Boolean({truth})"):
            assert time.monotonic() < deadline, f"{truth} did not come true"
            time.sleep(0.05)


class Firefox(Driven):
    """A Firefox without windows, over WebDriver BiDi."""

    def __init__(self, path: str) -> None:
        port = _free_port()
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [path, "--headless", "--no-remote", f"--remote-debugging-port={port}",
             "--profile", self.profile.name],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        # A loop in a thread of its own: in this one, Playwright's runs as soon as a test used it.
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.ids = itertools.count(1)
        self.socket = self._wait(_connect(f"ws://127.0.0.1:{port}/session"))
        self.send("session.new", capabilities={})
        self.context = self.send("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": WIDTH, "height": HEIGHT}
        self.send("browsingContext.setViewport", context=self.context, viewport=size)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.socket.close)
        self.process.terminate()
        self.process.wait(20)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(20)
        self.profile.cleanup()

    def send(self, method: str, **params: Any) -> Any:
        return self._wait(self._send(method, params))

    def _wait(self, asked: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(asked, self.loop).result(2 * WAIT)

    async def _send(self, method: str, params: dict[str, Any]) -> Any:
        number = next(self.ids)
        await self.socket.write_message(
            json.dumps({"id": number, "method": method, "params": params})
        )
        while True:
            said = json.loads(str(await self.socket.read_message()))
            if said.get("id") == number:
                assert said["type"] == "success", said
                return said["result"]

    def open(self, address: str) -> None:
        self.send("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def run(self, script: str) -> Any:
        whole = f"(async () => {{ {script} }})().then((found) => JSON.stringify(found ?? null))"
        found = self.send(
            "script.evaluate",
            expression=whole,
            target={"context": self.context},
            awaitPromise=True,
        )
        assert found["type"] == "success", found
        return json.loads(found["result"]["value"])

    def act(self, actions: dict[str, Any]) -> None:
        self.send("input.performActions", context=self.context, actions=[actions])

    def back(self) -> None:
        self.send("browsingContext.traverseHistory", context=self.context, delta=-1)

    def paper(self) -> bytes:
        """Returns the page as a PDF, as it is printed."""
        printed = self.send("browsingContext.print", context=self.context, background=True)
        return base64.b64decode(printed["data"])


async def _connect(address: str) -> WebSocketClientConnection:
    deadline = time.monotonic() + WAIT
    while True:
        try:
            return await websocket_connect(address, max_message_size=2**28)
        except OSError:  # the browser is not listening yet
            assert time.monotonic() < deadline, "Firefox does not start"
            await asyncio.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class WebKit(Driven):
    """WebKitGTK's MiniBrowser in a window that nobody sees, over WebDriver."""

    def __init__(self, path: str) -> None:
        read, write = os.pipe()
        self.screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1100x24", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as said:
            display = f":{said.readline().strip()}"
        port = _free_port()
        self.driver = subprocess.Popen(
            ["WebKitWebDriver", f"--port={port}"],
            env=os.environ | {"DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.base = f"http://127.0.0.1:{port}"
        options = {"binary": path, "args": ["--automation"]}
        asked = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        session = self._call("POST", "/session", {"capabilities": {"alwaysMatch": asked}})
        self.base += f"/session/{session['sessionId']}"
        self._call("POST", "/window/rect", {"width": WIDTH, "height": HEIGHT})

    def close(self) -> None:
        self._call("DELETE", "")
        for process in (self.driver, self.screen):
            process.terminate()
            process.wait(20)

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(
            self.base + path,
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Content-Type": "application/json"},
        )
        deadline = time.monotonic() + WAIT
        while True:
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.loads(answer.read())["value"]
            except urllib.error.HTTPError as error:
                raise AssertionError(error.read().decode()) from None
            except OSError:  # the driver is not listening yet
                assert time.monotonic() < deadline, "WebKit's driver does not start"
                time.sleep(0.1)

    def open(self, address: str) -> None:
        self._call("POST", "/url", {"url": address})

    def run(self, script: str) -> Any:
        whole = f"const done = arguments[0]; (async () => {{ {script} }})().then(done)"
        return self._call("POST", "/execute/async", {"script": whole, "args": []})

    def act(self, actions: dict[str, Any]) -> None:
        self._call("POST", "/actions", {"actions": [actions]})

    def back(self) -> None:
        self._call("POST", "/back", {})
