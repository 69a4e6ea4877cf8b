#!/usr/bin/env python3
"""Draws each reference card with each peer, in turn, and prints one Markdown table.

    run.py ASSETS SCRATCH PEERS [--pullquote PROGRAM] [--only NAME,...] [--cards 30] [--many 200] [--cold 7] [--save FOLDER]

ASSETS is the folder that the README describes, SCRATCH what setup.sh prepared, PEERS the release program of benches/peers, PROGRAM the release program of
Pullquote (it draws and writes a card from the command line).

warm: one process a peer, all on one core, one card each in turn, so that a disturbance meets all of them; median ms. batch: both cores, in memory;
crates on two threads, the others as two processes; median of three. cold: a new process for each card, its file written; median ms.
memory: what the cold process had at most, in MB (Chromium: of all its processes together, shared pages counted once).
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[2]
CARDS = ("post", "quote", "report")
CORE = 1
# Cards that are not counted: the first ones of a peer are slower.
UNCOUNTED = 5


class Peer:
    """How a peer is started: with the name of a card it serves run.py's pipe, with `--once FILE` after that it draws one card."""

    def __init__(self, name, command, cards=CARDS, compiled=False, slow=1):
        self.name, self.command, self.cards = name, command, cards
        # Compiled ones have threads of their own for a batch.
        self.compiled = compiled
        # By what the number of cards is divided, so that a run ends.
        self.slow = slow

    def serve(self, card):
        return [*self.command("--worker", card)]

    def once(self, card, file):
        return [*self.command("--once", card), str(file)]


def peers(arguments, pages):
    assets, scratch = arguments.assets, arguments.scratch
    python, node = scratch / "venv/bin/python", shutil.which("node")

    def crate(tool):
        return lambda mode, card: [str(arguments.peers), str(assets), mode, tool, card]

    def script(*start):
        return lambda mode, card: [*map(str, start), str(assets), str(pages), card, *(["--once"] if mode == "--once" else [])]

    two = CARDS[:2]
    found = [
        Peer("Pullquote, `balanced`", crate("balanced"), compiled=True),
        Peer("Pullquote, `fast`", crate("fast"), compiled=True),
        Peer("takumi 2.19", crate("takumi"), compiled=True),
        Peer("Pullquote, `balanced`, pictures kept", crate("balanced-kept"), compiled=True),
        Peer("takumi 2.19, pictures kept", crate("takumi-kept"), compiled=True),
        Peer("typst 0.15 (Python)", script(python, HERE / "typst_card.py"), cards=two, slow=2),
        Peer("Pillow 13", script(python, HERE / "pillow_card.py"), cards=two, slow=4),
        Peer("satori 0.63 + resvg-js 2.6", script(node, scratch / "satori.mjs"), cards=two, slow=4),
        Peer("Chromium, puppeteer", script(node, scratch / "chromium.mjs"), slow=4),
    ]
    if arguments.only:
        names = arguments.only.split(",")
        found = [peer for peer in found if any(name.lower() in peer.name.lower() for name in names)]
    return found


class Worker:
    """A running peer."""

    def __init__(self, command, core=None):
        pin = ["taskset", "-c", str(core)] if core is not None else []
        self.process = subprocess.Popen([*pin, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment())
        self.expect("ready")

    def expect(self, word):
        if (answer := self.answer()) != word:
            raise SystemExit(f"`{' '.join(self.process.args)}` answered `{answer}`, expected `{word}`")

    def answer(self):
        return self.process.stdout.readline().strip()

    def ask(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def draw(self, number):
        """Milliseconds and bytes of a card."""
        self.ask("draw", number)
        answer = self.answer()
        if not answer:
            raise SystemExit(f"`{' '.join(self.process.args)}` ended at card {number}")
        milliseconds, count = answer.split()
        return float(milliseconds), int(count)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def environment():
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "FONTCONFIG_FILE": str(ARGUMENTS.scratch / "fonts.conf"), "PICTURES": str(PROJECT / "examples/pictures")}


def warm(found, card, table):
    workers = {peer.name: Worker(peer.serve(card), CORE) for peer in found}
    times = {name: [] for name in workers}
    for number in range(ARGUMENTS.cards + UNCOUNTED):
        for name, worker in workers.items():
            milliseconds, count = worker.draw(1000 + number)
            table[name, card, "KB"] = count / 1000
            if number >= UNCOUNTED:
                times[name].append(milliseconds)
    for name, worker in workers.items():
        table[name, card, "warm"] = statistics.median(times[name])
        if ARGUMENTS.save:
            file = ARGUMENTS.save / f"{card}-{re.sub('[^a-z0-9.]+', '-', name.lower()).strip('-')}.png"
            worker.ask("save", 1042, file.resolve())
            worker.expect("saved")
        worker.close()


def batch(found, card, table):
    rates = {peer.name: [] for peer in found}
    for turn in range(3):
        for peer in found:
            count = max(ARGUMENTS.many // peer.slow // 2 * 2, 2)
            workers = [Worker(peer.serve(card)) for _ in range(1 if peer.compiled else 2)]
            for worker in workers:
                for number in range(UNCOUNTED):
                    worker.draw(900 + number)
            share = count // len(workers)
            start = time.perf_counter()
            for index, worker in enumerate(workers):
                worker.ask("many", 1000 + turn * count + index * share, share, 2)
            for worker in workers:
                worker.answer()
            rates[peer.name].append(count / (time.perf_counter() - start))
            for worker in workers:
                worker.close()
    for name, values in rates.items():
        table[name, card, "batch"] = statistics.median(values)


def cold(commands, card, table):
    """`commands`: the command by the name of the peer."""
    times, memory = {name: [] for name in commands}, {name: 0 for name in commands}
    for turn in range(ARGUMENTS.cold + 1):
        for name, command in commands.items():
            peak = Together() if "Chromium" in name else None
            start = time.perf_counter()
            quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
            process = os.posix_spawnp(command[0], command, environment(), file_actions=quiet)
            if peak:
                peak.watch(process)
            _, status, usage = os.wait4(process, 0)
            elapsed = (time.perf_counter() - start) * 1e3
            if status:
                raise SystemExit(f"`{' '.join(command)}` ended with {status}")
            # The first process of each reads its files from the disk, and is not counted.
            if turn:
                times[name].append(elapsed)
            memory[name] = max(memory[name], peak.megabytes() if peak else usage.ru_maxrss * 1024 / 1e6)
    for name in commands:
        table[name, card, "cold"] = statistics.median(times[name])
        table[name, card, "memory"] = memory[name]


class Together:
    """The most that a process and all its descendants have together, looked at every 20 ms."""

    def watch(self, process):
        self.most, self.process = 0.0, process
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self):
        while Path(f"/proc/{self.process}/smaps_rollup").exists() and (now := sum(map(own, family(self.process)))):
            self.most = max(self.most, now)
            time.sleep(0.02)

    def megabytes(self):
        self.thread.join()
        return self.most / 1e6


def family(process):
    """A process and its descendants."""
    found = [process]
    for one in found:
        try:
            found += [int(child) for task in Path(f"/proc/{one}/task").iterdir() for child in (task / "children").read_text().split()]
        except OSError:
            pass
    return found


def own(process):
    """Bytes of a process; what it shares is divided among those who share it."""
    try:
        return int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.M)[1]) * 1024
    except (OSError, TypeError):
        return 0


def command_line(card, folder):
    """The command that draws a card with the program of Pullquote: its template, fonts, pictures and record in one folder."""
    home = folder / card
    home.mkdir()
    subprocess.run([ARGUMENTS.peers, ARGUMENTS.assets, "--project", card, home], check=True)
    return lambda effort: [
        str(ARGUMENTS.pullquote), "render", str(home / "record.json"), "-t", str(home / "template"), "--config", str(home / "pullquote.toml"),
        "--effort", effort, "--quiet", "-o", str(home / "card.png"),
    ]


def show(table, cards):
    columns = (("warm", "warm ms", 1), ("KB", "KB", 0), ("batch", "cards/s, 2 cores", 0), ("cold", "cold ms", 0), ("memory", "peak MB", 0))
    print(f"\n| {' / '.join(cards)} | {' | '.join(title for _, title, _ in columns)} |\n|{'---|' * (len(columns) + 1)}")
    for name in dict.fromkeys(name for name, _, _ in table):
        cells = []
        for column, _, digits in columns:
            values = [table.get((name, card, column)) for card in cards]
            cells.append("–" if not any(values) else " / ".join("–" if value is None else f"{value:.{digits}f}" for value in values))
        print(f"| {name} | {' | '.join(cells)} |")


def main():
    table = {}
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        subprocess.run([ARGUMENTS.peers, ARGUMENTS.assets, "--pages", pages], check=True)
        found = peers(ARGUMENTS, pages)
        if ARGUMENTS.save:
            ARGUMENTS.save.mkdir(parents=True, exist_ok=True)
        for card in CARDS:
            able = [peer for peer in found if card in peer.cards]
            if ARGUMENTS.cards:
                warm(able, card, table)
            if ARGUMENTS.many:
                batch(able, card, table)
            if ARGUMENTS.cold:
                commands = {peer.name: peer.once(card, Path(folder) / "once.png") for peer in able if "kept" not in peer.name}
                if ARGUMENTS.pullquote:
                    by_effort = command_line(card, Path(folder))
                    commands |= {f"`pullquote render --effort {effort}`": by_effort(effort) for effort in ("balanced", "fast")}
                cold(commands, card, table)
            print(f"{card}: done", file=sys.stderr)
    show(table, CARDS)
    print(f"\nLoad before and after: {load:.2f} and {os.getloadavg()[0]:.2f}.")


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("assets", "scratch", "peers"):
        parser.add_argument(name, type=lambda text: Path(text).resolve())
    parser.add_argument("--pullquote", type=lambda text: Path(text).resolve())
    parser.add_argument("--only", help="parts of the names of peers")
    parser.add_argument("--cards", type=int, default=30, help="cards of a warm run; 0: none")
    parser.add_argument("--many", type=int, default=200, help="cards of a batch; 0: none")
    parser.add_argument("--cold", type=int, default=7, help="processes of a cold run; 0: none")
    parser.add_argument("--save", type=Path, help="where a card of each peer is written")
    return parser.parse_args()


if __name__ == "__main__":
    ARGUMENTS = parse()
    main()
