"""What everything in a town refers to: its day, its people, places, forums and staff."""

from dataclasses import dataclass, field

from synthetic.columns import Batches, Rng
from synthetic.days import Calendar
from synthetic.forums import Forums
from synthetic.names import Names
from synthetic.people import People
from synthetic.places import Places
from synthetic.staff import Staff


@dataclass
class Setting:
    """The stage on which ordinary life and the planted patterns take place.

    `rng` holds a stream of random numbers for each concept, so that a change in one leaves the others alone;
    `base` the rows of places, forums and staff.
    """

    as_of: int
    since: int
    calendar: Calendar
    rng: dict[str, Rng]
    names: Names
    people: People
    places: Places
    forums: Forums
    staff: Staff
    base: Batches = field(default_factory=dict)
