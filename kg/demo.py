"""The demonstration of `make demo`, run by `python -m kg.demo`; what it does is in `kg.cli.demo`."""

from kg.cli.demo import main

if __name__ == "__main__":
    raise SystemExit(main())
