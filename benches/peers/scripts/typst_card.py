"""A card with typst, compiled in this process. typst keeps between compilations what has not changed: the decoded photo too."""

import json
import shutil
import tempfile
from pathlib import Path

import typst
from worker import ASSETS, CARD, CARDS, serve, words

# It reads no file outside its root, so what it needs is put together in one folder.
root = Path(tempfile.mkdtemp(prefix="peers-typst-"))
try:
    shutil.copy(Path(__file__).parent / f"{CARD}.typ", root)
    for name in ("avatar.jpg", "bg.jpg", "logo.svg"):
        shutil.copy(ASSETS / name, root)
    compiler = typst.Compiler(str(root / f"{CARD}.typ"), root=str(root), font_paths=[str(ASSETS)], ignore_system_fonts=True)

    def draw(number):
        card = json.dumps(words(number) | {"paths": CARDS["paths"]})
        return compiler.compile(format="png", ppi=72.0, sys_inputs={"card": card})

    serve(draw)
finally:
    shutil.rmtree(root)
