"""Twenty people at once on the running product: how long a click takes them, half of the time and at worst.

`python -m tests.benchmarks.sessions [CHILDREN [SESSIONS [SECONDS]]]`. Each session is a client of the server's own
protocol: it opens one page after another and clicks on it, with a second or three between, as a person would at
most. A click goes from when it is sent until the last piece of the page has come. Nothing is drawn: in life the
browsers are other computers. A page that fails, or comes without its title, fails the measurement.
"""

import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.benchmarks.pages import town
from tests.benchmarks.timing import Line, printed
from tests.browser import served

SESSIONS, SECONDS, AIM = 20, 30.0, 2.0
THINK = (1.0, 3.0)
"""The least and the most seconds between two clicks of one person."""
PATIENCE = 60.0


class Failed(Exception):
    """A page was not drawn as it should be."""


class Session:
    """One person: the page that is open, what can be clicked there, and what has been chosen so far."""

    def __init__(self, link: ClientConnection) -> None:
        self.link = link
        self.pages: dict[str, str] = {}
        self.page = ""
        self.widgets: dict[str, str] = {}
        self.titles: dict[str, list[str]] = {}
        self.state: dict[str, WidgetState] = {}

    def run(self, *pressed: WidgetState) -> float:
        """Ask for the page with what is chosen, and the seconds until all of it has come."""
        asked = ClientState(page_script_hash=self.page)
        asked.widget_states.widgets.extend([*self.state.values(), *pressed])
        begun = time.perf_counter()
        self.link.send(BackMsg(rerun_script=asked).SerializeToString())
        self.widgets, self.titles, drawn = {}, {}, False
        while True:
            message = ForwardMsg.FromString(self.link.recv(PATIENCE))
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY or not drawn:
                    raise Failed(self.page)
                return time.perf_counter() - begun
            if kind == "navigation":
                self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            elif kind == "delta":
                drawn = self._piece(message) or drawn

    def _piece(self, message: ForwardMsg) -> bool:
        """Remember what can be clicked; whether the piece is the title of the page."""
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise Failed(element.exception.type)
        piece = getattr(element, kind) if kind else None
        if piece and (node := getattr(piece, "id", "")):
            self.widgets[node.split("-", 2)[-1]] = node
            self.titles[node] = [option.content for option in piece.options] if kind == "button_group" else []
        return kind == "html" and '<h1 class="sn-h1">' in element.html.body

    def go(self, name: str) -> float:
        """Open a page by the menu."""
        self.page = self.pages[name]
        return self.run()

    def named(self, start: str) -> list[str]:
        """The widgets of the page whose key begins so."""
        return [node for key, node in self.widgets.items() if key.startswith(start)]


def _one_of(key: str) -> Callable[[Session, random.Random], float]:
    """Choose one of the words of a control."""

    def click(session: Session, chance: random.Random) -> float:
        node = session.named(key)[0]
        chosen = WidgetState(id=node)
        chosen.string_array_value.data.append(chance.choice(session.titles[node]))
        session.state[node] = chosen
        return session.run()

    return click


def _button(key: str) -> Callable[[Session, random.Random], float]:
    """Press one of the first ten buttons whose key begins so."""
    return lambda session, chance: session.run(
        WidgetState(id=chance.choice(session.named(key)[:10]), trigger_value=True)
    )


def _switch(key: str) -> Callable[[Session, random.Random], float]:
    """Turn a switch on or off."""

    def click(session: Session, chance: random.Random) -> float:
        node = session.named(key)[0]
        session.state[node] = WidgetState(id=node, bool_value=chance.random() < 0.5)
        return session.run()

    return click


CLICKS: dict[str, Callable[[Session, random.Random], float] | None] = {
    "": _one_of("measure"),
    "forum": _button("choose-"),
    "verksamheter": _one_of("in_common"),
    "barn": _switch("only_found"),
    "overlamningar": None,
    "data": None,
}
"""What is clicked on each page after it was opened."""


def joined(base: str) -> ClientConnection:
    """A new session on the server."""
    return connect(
        f"{base.replace('http', 'ws')}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None
    )


def person(base: str, number: int, end: float, taken: list[float], wrong: list[Exception]) -> None:
    """What one person does until the time is over."""
    chance = random.Random(number)
    try:
        with joined(base) as link:
            session = Session(link)
            session.run()
            while time.monotonic() < end:
                name = chance.choice(list(CLICKS))
                time.sleep(chance.uniform(*THINK))
                taken.append(session.go(name))
                click = CLICKS[name]
                if click:
                    time.sleep(chance.uniform(*THINK))
                    taken.append(click(session, chance))
    except Exception as error:  # told by the one who waits for all
        wrong.append(error)


def warm(base: str) -> None:
    """Open every page once, so that the tables are made."""
    with joined(base) as link:
        session = Session(link)
        session.run()
        for name in CLICKS:
            session.go(name)


def crowd(base: str, sessions: int, seconds: float) -> list[float]:
    """The seconds of every click of all sessions; raises what went wrong in one of them."""
    taken: list[float] = []
    wrong: list[Exception] = []
    warm(base)
    end = time.monotonic() + seconds
    people = [threading.Thread(target=person, args=(base, n, end, taken, wrong)) for n in range(sessions)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    if wrong:
        raise wrong[0]
    return taken


def lines(path: Path, sessions: int = SESSIONS, seconds: float = SECONDS) -> list[Line]:
    """Half of the clicks took less than the first line says, one in twenty longer than the second."""
    with tempfile.TemporaryDirectory() as name, served(path, Path(name)) as base:
        taken = crowd(base, sessions, seconds)
    told = f"{len(taken)} clicks in {seconds:.0f} s; aim {AIM:.0f} s"
    return [
        Line(f"a click, median of {sessions} sessions at once", median(taken), told),
        Line("the same, 95 in 100 are quicker", quantiles(taken, n=20)[-1], f"slowest {max(taken):.2f} s"),
    ]


def main(numbers: Sequence[str]) -> None:
    """Print the table for one size of town."""
    children, sessions = (int(n) for n in [*numbers[:2], *("2000", str(SESSIONS))[len(numbers[:2]) :]])
    seconds = float(numbers[2]) if len(numbers) > 2 else SECONDS
    with tempfile.TemporaryDirectory() as name:
        path = town(children, Path(name) / "town.db")
        printed(f"**{sessions} sessions at once, {children:,} children**", lines(path, sessions, seconds))


if __name__ == "__main__":
    main(sys.argv[1:])
