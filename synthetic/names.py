"""Names of people, drawn once from Faker (sv_SE) and then combined."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from faker import Faker

from graph.network import Ints
from synthetic.columns import Rng, texts

FIRST_NAMES = 500
LAST_NAMES = 600


@dataclass(frozen=True)
class Names:
    """A pool of first names and last names."""

    first: pa.StringArray
    last: pa.StringArray

    @classmethod
    def drawn(cls, seed: int) -> "Names":
        """The pool of a seed."""
        fake = Faker("sv_SE")
        fake.seed_instance(seed)
        first = [draw() for draw in (fake.first_name_female, fake.first_name_male) for _ in range(FIRST_NAMES)]
        last = [fake.last_name() for _ in range(LAST_NAMES)]
        return cls(pa.array(dict.fromkeys(first)), pa.array(dict.fromkeys(last)))

    def full(self, rng: Rng, last: Ints) -> pa.StringArray:
        """Full names with these last names (any numbers)."""
        first = texts(self.first, rng.integers(0, len(self.first), len(last)))
        return pc.binary_join_element_wise(first, texts(self.last, last % len(self.last)), " ")

    def strangers(self, rng: Rng, count: int) -> pa.StringArray:
        """Full names of people who are no family of each other."""
        return self.full(rng, np.asarray(rng.integers(0, len(self.last), count)))
