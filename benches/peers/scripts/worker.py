"""The other end of run.py's pipe for tools that run in Python. Arguments of a tool: ASSETS PAGES CARD [--once FILE]."""

import json
import sys
import time
from pathlib import Path

ASSETS, CARD = Path(sys.argv[1]), sys.argv[3]
CARDS = json.loads((ASSETS / "cards.json").read_text())


def words(number):
    """What stands on a card, by field."""
    return {field: text.replace("{n}", str(number)) for field, text in CARDS[CARD].items()}


def serve(draw):
    """Answers until the input ends. `draw(number)` gives the bytes of a PNG file."""
    if "--once" in sys.argv:
        Path(sys.argv[sys.argv.index("--once") + 1]).write_bytes(draw(1042))
        return
    print("ready", flush=True)
    for line in sys.stdin:
        command, *rest = line.split()
        start = time.perf_counter()
        if command == "draw":
            count = len(draw(int(rest[0])))
            answer = f"{(time.perf_counter() - start) * 1e3} {count}"
        elif command == "many":
            for number in range(int(rest[0]), int(rest[0]) + int(rest[1])):
                draw(number)
            answer = str(time.perf_counter() - start)
        elif command == "save":
            Path(rest[1]).write_bytes(draw(int(rest[0])))
            answer = "saved"
        else:
            raise ValueError(f"`{line}` is no command")
        print(answer, flush=True)
