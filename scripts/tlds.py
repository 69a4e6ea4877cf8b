#!/usr/bin/env python3
"""Writes src/text/tld.txt, the names that may end a domain name.

    python3 scripts/tlds.py tlds-alpha-by-domain.txt [older-list ...]

The source is IANA's list of top-level domains (https://data.iana.org/TLD/tlds-alpha-by-domain.txt): one name a line, `#`
begins a comment. More lists in that form may follow, also with `- ` before each name. Names that stand in the table already
stay in it, because a saved post may use a name that has been given back since.
"""

import pathlib
import sys

TABLE = pathlib.Path(__file__).resolve().parent.parent / "src" / "text" / "tld.txt"


def names(path):
    """The names of a list, in lower case and as Unicode."""
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        name = line.split("#")[0].strip().removeprefix("- ").strip().strip("'\"").lower()
        if name and not name.endswith(":") and name != "---":
            yield name[4:].encode("ascii").decode("punycode") if name.startswith("xn--") else name


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    found = {name for path in sys.argv[1:] for name in names(path)}
    if TABLE.exists():
        found.update(names(TABLE))
    wrong = sorted(name for name in found if "." in name or not all(c.isalnum() or not c.isascii() for c in name))
    if wrong:
        sys.exit(f"no names of top-level domains: {wrong}")
    head = "# Top-level domains, present and former, from IANA's list; written by scripts/tlds.py. Sorted by code point.\n"
    TABLE.write_text(head + "".join(f"{name}\n" for name in sorted(found)), encoding="utf-8")
    print(f"{len(found)} names")


if __name__ == "__main__":
    main()
