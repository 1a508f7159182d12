"""Long work beside the page: a thread, and a record of how far it is that outlives a rerun and can be stopped."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from dashboard.data import kept
from dashboard.serve import report
from graph.store import Progress


class Stopped(Exception):
    """Somebody pressed stop; nothing has changed."""


@dataclass
class Job:
    """One piece of work: what it does, how far it is, and what became of it."""

    title: str
    what: str = ""
    share: float = 0.0
    done: bool = False
    stopped: bool = False
    error: str | None = None
    result: object = None
    steps: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Ask the work to stop; it does so at its next step, and leaves all as it was."""
        self._stop.set()

    def tell(self, what: str, share: float) -> None:
        """How far the work is; raises where it is to stop, but not once a step is done: that is saved."""
        self.steps += what != self.what
        self.what, self.share = what, min(max(share, 0.0), 1.0)
        if self._stop.is_set() and share < 1.0:
            raise Stopped


@dataclass
class Jobs:
    """The work on one store: one piece at a time, the last one kept until the next."""

    last: Job | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, title: str, work: Callable[[Progress], object], known: tuple[type[Exception], ...]) -> bool:
        """Begin, unless something is under way; `known` errors carry a sentence for the user."""
        with self.lock:
            if self.last and not self.last.done:
                return False
            job = self.last = Job(title)
        threading.Thread(target=_run, args=(job, work, known), daemon=True).start()
        return True


def _run(job: Job, work: Callable[[Progress], object], known: tuple[type[Exception], ...]) -> None:
    try:
        job.result = work(job.tell)
    except Stopped:
        job.stopped = True
    except known as error:
        job.error = str(error)
    except Exception as error:
        report(error)
        job.error = ""
    finally:
        job.done = True


@kept(16)
def jobs(url: str) -> Jobs:
    """The work on a store, shared by all who see it."""
    return Jobs()
