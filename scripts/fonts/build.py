"""Builds `fonts/` and `src/font/coverage.rs` from the packages named in `families.toml`.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install -r scripts/fonts/requirements.txt
    /tmp/venv/bin/python scripts/fonts/build.py [--sources DIR] [--cache DIR] [--only FOLDER] [--more DIR]

The packages come from `npm pack` and `apt-get download`; every source file is checked against its SHA-256, and the
same sources give the same bytes. `--more DIR` instead writes the faces of further scripts (`more.toml`), which are not
embedded, to DIR, for `pullquote --font-dir DIR`. `--sources DIR` takes the files from `DIR/FOLDER/` instead (a Debian file still comes
from its package, or from `/usr/share/fonts` where the same file is installed). Nothing here draws or changes a glyph.
"""

import argparse
import hashlib
import pathlib
import subprocess
import sys
import tarfile
import tomllib

import documents
from recipes import RECIPES

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def fetched_npm(package, cache):
    """The folder of the unpacked npm package `package` (`name@version`)."""
    target = cache / package.replace("/", "-").lstrip("@")
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["npm", "pack", "--silent", "--pack-destination", str(cache), package],
            check=True, capture_output=True, text=True,
        )
        archive = cache / done.stdout.strip().splitlines()[-1]
        with tarfile.open(archive) as packed:
            packed.extractall(target, filter="data")
    return target / "package"


def fetched_debian(package, cache):
    """The folder of the unpacked Debian package `package` (`name=version`)."""
    target = cache / package.split("=")[0]
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", package], check=True, cwd=cache)
        archive = next(cache.glob(package.split("=")[0] + "_*.deb"))
        subprocess.run(["dpkg-deb", "-x", str(archive), str(target)], check=True)
    return target


def sources_of(family, options):
    """A function which gives the path of a file of the family's package, wherever the sources are."""
    if family["package"].startswith("debian:"):
        package = family["package"].removeprefix("debian:")

        def from_debian(path):
            installed = pathlib.Path("/") / path
            return installed if installed.exists() else fetched_debian(package, options.cache) / path

        return from_debian
    if options.sources is None:
        folder = fetched_npm(family["package"], options.cache)
        return lambda path: folder / path
    folder = options.sources / family["folder"]

    def from_folder(path):
        names = [pathlib.Path(path).name] + (["OFL.txt"] if path == family["licence"] else [])
        return next(folder / name for name in names if (folder / name).exists())

    return from_folder


def checked(path, expected):
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        sys.exit(f"{path}: expected sha256 {expected}, found {found}")
    return path


def build_family(family, options, fonts):
    """Writes the fonts and the licence of one family into a folder of `fonts`."""
    target = fonts / family["folder"]
    target.mkdir(parents=True, exist_ok=True)
    source = sources_of(family, options)
    for file in family["file"]:
        paths = [checked(source(item["path"]), item["sha256"]) for item in file["sources"]]
        output = target / file["out"]
        if file["recipe"] == "copy":
            output.write_bytes(paths[0].read_bytes())
        elif family["reserved"]:
            sys.exit(f"{output.name}: `{family['name']}` has a reserved font name and must not be changed")
        else:
            recipe = RECIPES[file["recipe"]]
            font = recipe(paths, file.get("family", family["name"]), **file.get("arguments", {}))
            font.save(output, reorderTables=True)
        print(f"{output.relative_to(fonts.parent)}  {output.stat().st_size}")
    if family["licence"] == "compose":
        body = (ROOT / "fonts" / "noto-sans-math" / "OFL.txt").read_text().split("\n", 1)[1]
        licence = documents.copyright_of(target / family["file"][0]["out"]) + "\n" + body
    else:
        licence = source(family["licence"]).read_text()
    (target / "OFL.txt").write_text(licence)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--sources", type=pathlib.Path, help="folder with one folder of original files per family")
    parser.add_argument("--cache", type=pathlib.Path, default=ROOT / "target" / "font-packages")
    parser.add_argument("--only", help="build this family's folder only; documents and coverage are written for all")
    parser.add_argument("--more", type=pathlib.Path, help="write the faces of further scripts into this folder and nothing else")
    options = parser.parse_args()
    if options.more is not None:
        for family in tomllib.loads((HERE / "more.toml").read_text())["family"]:
            build_family(family, options, options.more.absolute())
        return
    families = tomllib.loads((HERE / "families.toml").read_text())["family"]
    for family in families:
        if options.only in (None, family["folder"]):
            build_family(family, options, ROOT / "fonts")
    documents.write_all(families, ROOT)


if __name__ == "__main__":
    main()
