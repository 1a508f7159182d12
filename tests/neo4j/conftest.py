"""Without a server (STODNAT_NEO4J=none) there is nothing here to run; the store's contract says that it was skipped."""

import os

collect_ignore_glob = ["test_*.py"] if os.environ.get("STODNAT_NEO4J") == "none" else []
