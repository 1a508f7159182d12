"""Where `stodnat` begins: so light that Ctrl-C is met from the first moment."""

import sys


def main() -> int:
    """Run the command line."""
    try:
        from dashboard.cli import main as run

        return run()
    except KeyboardInterrupt:
        sys.stderr.write("stodnat: Stopped; nothing has changed, or a large load into a server is unfinished.\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
