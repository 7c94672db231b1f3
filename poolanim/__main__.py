"""`python -m poolanim`."""

from poolanim.cli import main

if __name__ == "__main__":
    main()
