"""A server of files on this machine, for pages whose frames scripts may look into."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Says nothing of requests."""


@contextmanager
def served(folder):
    """Serves a folder, and gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


PLAYER = "document.querySelector('iframe').contentDocument"
COUNTER = f"{PLAYER}.querySelector('[id$=counter]')"
LOADED = f"""new Promise(done => {{
  const look = () => {COUNTER}?.textContent ? done() : setTimeout(look, 20);
  look();
}})"""
"""A promise that is kept when the first player of a page is loaded; frames may be so later."""


def played(page):
    """What the counter of a page's first player shows after its first frame and a click on next."""
    page.run(LOADED)
    page.run(
        f"const slider = {PLAYER}.querySelector('[id$=slider]'); slider.value = 1;"
        "slider.dispatchEvent(new Event('input'))"
    )
    page.run(f"{PLAYER}.querySelector('[id$=next]').click()")
    return page.run(f"{COUNTER}.textContent")
