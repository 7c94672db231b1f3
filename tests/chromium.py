"""A headless Chromium, driven through the pipe of its remote debugging protocol.

Messages are JSON, each ended by a zero byte, on the file descriptors 3 and 4 of the browser.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from base64 import b64decode
from select import select

from PIL import Image

COMMAND = next(filter(None, map(shutil.which, ["chromium", "chromium-browser"])), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
)
PATIENCE_S = 20
KEYS = {
    " ": ("Space", 32),
    "ArrowLeft": ("ArrowLeft", 37),
    "ArrowUp": ("ArrowUp", 38),
    "ArrowRight": ("ArrowRight", 39),
    "ArrowDown": ("ArrowDown", 40),
    "Home": ("Home", 36),
    "End": ("End", 35),
    "Tab": ("Tab", 9),
    "Escape": ("Escape", 27),
    "Enter": ("Enter", 13),
}
"""Keys, with their codes and the numbers by which a browser knows those that do something."""


class Chromium:
    """A running browser.

    Args:
        profile: a new folder for what it keeps.
    """

    def __init__(self, profile):
        self.events = []  # all that it told unasked, such as what it requested
        theirs_in, self._to = os.pipe()
        self._from, theirs_out = os.pipe()

        def as_3_and_4():
            first, second = os.dup(theirs_in), os.dup(theirs_out)  # neither is 3 or 4 now
            os.dup2(first, 3)
            os.dup2(second, 4)

        self._process = subprocess.Popen(
            [COMMAND, *FLAGS, f"--user-data-dir={profile}"],
            preexec_fn=as_3_and_4,
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._number, self._rest = 0, b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ask("Browser.close")
        self._process.wait(10)
        os.close(self._to)
        os.close(self._from)

    def ask(self, method, session=None, **parameters):
        """Send a command, and give its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._next())
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, event, session):
        """Wait for something that a page tells unasked, unless it has told it already."""
        awaited = {"method": event, "sessionId": session}
        while not any(awaited.items() <= told.items() for told in self.events):
            self.events.append(json.loads(self._next()))
        self.events = [told for told in self.events if not awaited.items() <= told.items()]

    def _next(self):
        while b"\0" not in self._rest:
            if not select([self._from], [], [], PATIENCE_S)[0]:
                raise RuntimeError(f"Chromium says nothing for {PATIENCE_S} seconds")
            part = os.read(self._from, 1 << 16)
            if not part:
                raise RuntimeError("Chromium ended")
            self._rest += part
        message, self._rest = self._rest.split(b"\0", 1)
        return message

    def page(self, width=800, height=600, **media):
        """A new page with a viewport of this size, in CSS pixels.

        Args:
            width: of the viewport.
            height: of the viewport.
            media: features that it says to have, such as `prefers_color_scheme="dark"`.
        """
        return Page(self, width, height, media)


class Page:
    """A page of a browser."""

    def __init__(self, browser, width, height, media):
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = browser.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._browser, self._target, self._session = browser, target, attached["sessionId"]
        self.ask("Page.enable")
        self.resize(width, height)
        features = [
            {"name": name.replace("_", "-"), "value": value} for name, value in media.items()
        ]
        self.ask("Emulation.setEmulatedMedia", features=features)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._browser.ask("Target.closeTarget", targetId=self._target)

    def ask(self, method, **parameters):
        """Send a command to this page."""
        return self._browser.ask(method, self._session, **parameters)

    def resize(self, width, height):
        """Give the viewport another size."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def open(self, path):
        """Load a file or an address, and wait until it is loaded."""
        self._browser.events.clear()
        self.ask("Page.navigate", url=path if isinstance(path, str) else path.resolve().as_uri())
        self._browser.wait("Page.loadEventFired", self._session)
        return self

    def run(self, script):
        """The value of a script, as JSON can tell it; of a promise what it is kept with."""
        answer = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def press(self, key):
        """Press a key and let it go."""
        text = {" ": " ", "Enter": "\r"}.get(key)
        code, number = KEYS[key]
        known = {"key": key, "code": code, "windowsVirtualKeyCode": number}
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.ask("Input.dispatchKeyEvent", **known, **down)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **known)

    def point(self, x, y):
        """Move the mouse to a point of the viewport."""
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.run("new Promise(requestAnimationFrame)")  # with which the page learns of it

    def click(self, x, y):
        """Click at a point of the viewport."""
        self.point(x, y)
        for kind in ("mousePressed", "mouseReleased"):
            button = {"button": "left", "clickCount": 1}
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, **button)

    def touch(self, *points):
        """Put a finger on a point of the viewport, move it over others, and lift it."""
        self.ask("Emulation.setTouchEmulationEnabled", enabled=True)
        for kind, point in (
            ("touchStart", points[0]),
            *(("touchMove", point) for point in points[1:]),
            ("touchEnd", None),
        ):
            fingers = [] if point is None else [{"x": point[0], "y": point[1]}]
            self.ask("Input.dispatchTouchEvent", type=kind, touchPoints=fingers)
        self.run("new Promise(requestAnimationFrame)")  # with which the page learns of it

    def picture(self):
        """What the viewport shows, as a Pillow image."""
        shot = self.ask("Page.captureScreenshot", format="png")
        return Image.open(io.BytesIO(b64decode(shot["data"]))).convert("RGB")
