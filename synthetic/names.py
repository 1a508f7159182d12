"""Names of people, drawn once from Faker (sv_SE) and then combined."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from faker import Faker

from graph.network import Ints
from synthetic.columns import Mask, Rng, texts

FIRST_NAMES = 500
LAST_NAMES = 600


@dataclass(frozen=True)
class Names:
    """A pool of first names, women's before men's, and of last names."""

    first: pa.StringArray
    women: int
    last: pa.StringArray

    @classmethod
    def drawn(cls, seed: int) -> "Names":
        """The pool of a seed."""
        fake = Faker("sv_SE")
        fake.seed_instance(seed)
        women = dict.fromkeys(fake.first_name_female() for _ in range(FIRST_NAMES))
        men = dict.fromkeys(fake.first_name_male() for _ in range(FIRST_NAMES))
        last = [fake.last_name() for _ in range(LAST_NAMES)]
        return cls(pa.array([*women, *men]), len(women), pa.array(dict.fromkeys(last)))

    def full(self, rng: Rng, last: Ints, woman: Mask | None = None, man: Mask | None = None) -> pa.StringArray:
        """Full names with these last names (any numbers), where it is known of a woman or of a man."""
        low = np.where(man, self.women, 0) if man is not None else np.zeros(len(last), np.int64)
        high = np.where(woman, self.women, len(self.first)) if woman is not None else len(self.first)
        first = texts(self.first, low + (rng.random(len(last)) * (high - low)).astype(np.int64))
        return pc.binary_join_element_wise(first, texts(self.last, last % len(self.last)), " ")

    def strangers(self, rng: Rng, count: int) -> pa.StringArray:
        """Full names of people who are no family of each other."""
        return self.full(rng, np.asarray(rng.integers(0, len(self.last), count)))
