#!/usr/bin/env python3
"""Writes src/text/locale/table.txt: dates, counts and quotation marks of each language, from Unicode CLDR.

    npm pack cldr-core cldr-dates-full cldr-numbers-full cldr-misc-full   # unpack each into a folder of its name
    python3 scripts/cldr.py FOLDER

A row is a locale; its columns are named in the first line. An empty column is that of the row named in `parent`, or, where
no parent is named, of the same tag without its last part, and at the end of `und`. Patterns, names and symbols are CLDR's
own, letter for letter, except what OVERRIDES changes. Languages are those of coverage level modern and moderate, and those
of level basic that have a long date of their own.
"""

import json
import pathlib
import sys

TABLE = pathlib.Path(__file__).resolve().parent.parent / "src" / "text" / "locale" / "table.txt"

COLUMNS = [
    "parent", "digits", "decimal", "group", "grouping", "months", "months_alone", "short", "short_alone", "long", "medium",
    "month", "month_short", "year", "joint", "time", "compact", "quotes", "direction",
]

# What CLDR leaves to a whole number although every reader knows a short form: (locale, column) -> value.
OVERRIDES = {
    # Readers of German expect the abbreviation that newspapers and networks use; CLDR shortens from a million upwards.
    ("de", "1000"): "0\u00a0Tsd'.'",
}


class Data:
    """The unpacked packages."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        core = self.read("cldr-core/coverageLevels.json")
        self.levels = core["effectiveCoverageLevels"]
        supplemental = "cldr-core/supplemental/"
        self.parents = self.read(supplemental + "parentLocales.json")["supplemental"]["parentLocales"]["parentLocale"]
        self.likely = self.read(supplemental + "likelySubtags.json")["supplemental"]["likelySubtags"]
        aliases = self.read(supplemental + "aliases.json")["supplemental"]["metadata"]["alias"]["languageAlias"]
        self.aliases = {old: new["_replacement"] for old, new in aliases.items()}

    def read(self, path):
        return json.loads((self.folder / path).read_text(encoding="utf-8"))

    def locale(self, package, tag, name):
        path = f"{package}/main/{tag}/{name}.json"
        return self.read(path)["main"][tag] if (self.folder / path).exists() else None

    def parent(self, tag):
        """The locale whose values hold where `tag` has none, and whether it has to be named."""
        if tag in self.parents:
            return self.parents[tag] if self.parents[tag] != "root" else "und", True
        return (tag.rsplit("-", 1)[0], False) if "-" in tag else ("und", False)


def months(calendar, context, width):
    names = calendar["months"][context][width]
    return "|".join(names[str(number)] for number in range(1, 13))


def compact(tag, patterns):
    """Steps as `digits/zeros=pattern`: from that many digits on, the count without so many of its last digits. A pattern for
    one category of plurals stands before, with `1` (one) or `3` (three to ten, as in Arabic) after the `=`. No zeros: the count is written out."""
    steps = []
    for power in range(3, 15):
        name = f"1{'0' * power}"
        forms = {key.split("-count-")[1]: value.split(";")[0] for key, value in patterns.items() if key.startswith(name + "-count-")}
        main = forms["other"]
        if tag.split("-")[0] == "de" and power < 6 and main == "0":
            main = OVERRIDES[("de", "1000")].replace("0", "0" * (power - 2), 1)
            forms = {"other": main}
        zeros = main.count("0")
        cut = power - zeros + 1
        shape = lambda pattern: unquoted(pattern.replace("0" * zeros, "0", 1))
        if main == "0":
            cut, zeros = 0, 1
        text = shape(main)
        few = forms.get("few")
        one = forms.get("one")
        marks = ""
        if few and tag.split("-")[0] == "ar" and shape(few) != text:
            marks = f"3{shape(few)}~"
        elif one and power < 11 and shape(one) != text:
            marks = f"1{shape(one)}~"
        step = (cut, marks + text)
        if not steps or steps[-1][1:] != step:
            steps.append((power + 1, *step))
    return "|".join(f"{digits}/{cut}={text}" for digits, cut, text in steps)


def unquoted(pattern):
    """A number pattern without the quotes around its literal characters."""
    return pattern.replace("''", "\0").replace("'", "").replace("\0", "'")


def grouping(numbers, system):
    """Least digits before the first separator, size of the first group and of the others."""
    standard = numbers[f"decimalFormats-numberSystem-{system}"]["standard"].split(";")[0].split(".")[0]
    groups = [len(group) for group in standard.split(",")[1:]]
    first = groups[-1] if groups else 0
    others = groups[-2] if len(groups) > 1 else first
    return f"{numbers['minimumGroupingDigits']}{first}{others}"


def row(data, tag):
    dates = data.locale("cldr-dates-full", tag, "ca-gregorian")
    numbers = data.locale("cldr-numbers-full", tag, "numbers")
    marks = data.locale("cldr-misc-full", tag, "delimiters")
    layout = data.locale("cldr-misc-full", tag, "layout")
    if not dates or not numbers or not marks:
        return None
    calendar = dates["dates"]["calendars"]["gregorian"]
    formats = calendar["dateTimeFormats"]["availableFormats"]
    numbers, marks = numbers["numbers"], marks["delimiters"]
    system = numbers["defaultNumberingSystem"]
    symbols = numbers[f"symbols-numberSystem-{system}"]
    era = calendar["eras"]["eraAbbr"]["1"]
    # A year after the year 1 needs no era where CLDR writes it for the sake of another calendar.
    long = formats.get("yMMMMd", calendar["dateFormats"]["long"]) if "G" in calendar["dateFormats"]["long"] else calendar["dateFormats"]["long"]
    assert "G" not in long, (tag, long, era)
    direction = layout["layout"]["orientation"]["characterOrder"] if layout else "left-to-right"
    return {
        "digits": system,
        "decimal": symbols["decimal"],
        "group": symbols["group"],
        "grouping": grouping(numbers, system),
        "months": months(calendar, "format", "wide"),
        "months_alone": months(calendar, "stand-alone", "wide"),
        "short": months(calendar, "format", "abbreviated"),
        "short_alone": months(calendar, "stand-alone", "abbreviated"),
        "long": long,
        "medium": formats["yMMMd"],
        "month": formats["yMMMM"],
        "month_short": formats["yMMM"],
        "year": formats["y"],
        "joint": calendar["dateTimeFormats"]["long"],
        "time": formats["Hm"],
        "compact": compact(tag, numbers[f"decimalFormats-numberSystem-{system}"]["short"]["decimalFormat"]),
        "quotes": "".join(marks[key] for key in ("quotationStart", "quotationEnd", "alternateQuotationStart", "alternateQuotationEnd")),
        "direction": "rtl" if direction == "right-to-left" else "ltr",
    }


def is_kept(data, tag, full):
    level = data.levels.get(tag)
    if level in ("modern", "moderate") or tag == "und":
        return True
    if level != "basic":
        return False
    base = full.get(tag.split("-")[0])
    return bool(base) and (base["long"] != full["und"]["long"] or base["months"] != full["und"]["months"] and base["long"] == base["medium"])


def other_names(data, kept):
    """Rows for tags that name the same locale otherwise: another code of the language, a region that implies a script."""
    rows = {}
    for tag in kept:
        parts = tag.split("-")
        if len(parts) == 3 and f"{parts[0]}-{parts[2]}" not in kept:
            likely = data.likely.get(f"{parts[0]}-{parts[2]}") or data.likely.get(parts[0], "")
            if likely.split("-")[1:2] == [parts[1]]:
                rows[f"{parts[0]}-{parts[2]}"] = tag
    for tag, likely in data.likely.items():
        parts = tag.split("-")
        language, script, _ = likely.split("-")
        if len(parts) == 2 and len(parts[1]) in (2, 3) and parts[0] == language and f"{language}-{script}" in kept and tag not in kept:
            if data.likely.get(language, "").split("-")[1:2] != [script]:
                rows.setdefault(tag, f"{language}-{script}")
    # The tag whose values bare `en` has in CLDR; here bare `en` is English outside the United States.
    rows["en-US"] = "en"
    for old, new in data.aliases.items():
        if "-" not in old and len(old) in (2, 3) and new in kept and old not in kept:
            if len(old) == 2 or old in ("cmn", "nob", "mol"):
                rows[old] = new
    return rows


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    data = Data(sys.argv[1])
    tags = [path.name for path in sorted((data.folder / "cldr-dates-full" / "main").iterdir())]
    full = {tag: found for tag in tags if (found := row(data, tag))}
    kept = {tag: found for tag, found in full.items() if is_kept(data, tag, full)}
    lines = {}
    for tag, values in kept.items():
        parent, named = data.parent(tag)
        while parent != "und" and parent not in kept:
            (parent, _), named = data.parent(parent), True
        above = kept[parent] if tag != "und" else {}
        cells = [parent if named else ""] + ["" if values[name] == above.get(name) else values[name] for name in COLUMNS[1:]]
        # Names that are the same alone and in a date are written once.
        for alone, name in (("months_alone", "months"), ("short_alone", "short")):
            column = COLUMNS.index(alone)
            if values[alone] == values[name] and (cells[column] or cells[COLUMNS.index(name)]):
                cells[column] = "="
        assert all("\t" not in cell and "\n" not in cell for cell in cells)
        lines[tag] = "\t".join([tag, *cells]).rstrip("\t")
    for tag, same in other_names(data, kept).items():
        lines[tag] = f"{tag}\t{same}"
    version = data.read("cldr-core/package.json")["version"]
    head = f"# CLDR {version}, Unicode-3.0 (LICENSE-UNICODE); written by scripts/cldr.py. Sorted by tag: {' '.join(COLUMNS)}\n"
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(head + "".join(lines[tag] + "\n" for tag in sorted(lines)), encoding="utf-8")
    print(f"{len({tag.split('-')[0] for tag in kept}) - 1} languages, {len(lines)} rows, {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
