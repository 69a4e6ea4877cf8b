"""What is done to a font file between its package and this repository: the recipes `families.toml` names.

Every recipe takes the paths of its sources and returns a `TTFont`; nothing is drawn anew, no outline changes.
Glyph names, hinting and vertical metrics go: the painter hints nothing and sets no vertical text.
"""

from io import BytesIO

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.varLib import instancer

from characters import SETS

UNUSED_TABLES = ["DSIG", "SVG ", "VORG", "cvt ", "fpgm", "gasp", "prep", "vhea", "vmtx", "VVAR", "BASE"]


def opened(path, number=-1):
    return TTFont(path, fontNumber=number, recalcTimestamp=False, recalcBBoxes=False)


def lightened(font):
    """Removes hinting, glyph names and tables for work which is never done here."""
    font.flavor = None
    for tag in UNUSED_TABLES:
        if tag in font:
            del font[tag]
    if "glyf" in font:
        for name in font.getGlyphOrder():
            font["glyf"][name].removeHinting()
    font["post"].formatType = 3.0
    return font


def named(font, family):
    """Gives `font` the family name `family`, where its own is that of one weight or of the packaging."""
    names = font["name"]
    old = names.getDebugName(16) or names.getDebugName(1)
    for record in list(names.names):
        if record.nameID in (1, 4, 16):
            record.string = record.toUnicode().replace(old, family)
    return font


def whole(paths, family, **_):
    """All glyphs, without hinting and names."""
    return named(lightened(opened(paths[0])), family)


def chained(font):
    """The same substitutions with every plain context (GSUB type 5, format 3) written as a chaining one (type 6, format 3).

    The shaper asks such a lookup of an Indic script whether it would form a conjunct, and misreads the plain kind.
    """
    for lookup in font["GSUB"].table.LookupList.Lookup:
        tables = [getattr(table, "ExtSubTable", table) for table in lookup.SubTable]
        if not all(isinstance(table, otTables.ContextSubst) and table.Format == 3 for table in tables):
            continue
        lookup.LookupType = 6
        lookup.SubTable = [chaining(table) for table in tables]
    return font


def chaining(context):
    table = otTables.ChainContextSubst()
    table.Format = 3
    table.BacktrackCoverage, table.LookAheadCoverage = [], []
    table.BacktrackGlyphCount, table.LookAheadGlyphCount = 0, 0
    table.InputCoverage, table.InputGlyphCount = context.Coverage, len(context.Coverage)
    table.SubstLookupRecord, table.SubstCount = context.SubstLookupRecord, len(context.SubstLookupRecord)
    return table


def indic(paths, family, **_):
    """All glyphs, without hinting and names, with plain contexts written as chaining ones."""
    return chained(whole(paths, family))


def supplement(paths, family, characters, features, **_):
    """The characters of a set, with these features only."""
    font = lightened(opened(paths[0]))
    options = subset_options()
    options.layout_features = features
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in SETS[characters]()])
    subsetter.subset(font)
    return named(font, family)


def pinned(paths, family, axes, **_):
    """One axis pinned to a value, or given another default: `axes` as fontTools' instancer takes them."""
    limits = {tag: tuple(value) if isinstance(value, list) else value for tag, value in axes.items()}
    font = instancer.instantiateVariableFont(lightened(opened(paths[0])), limits)
    return named(font, family)


def joined(paths, family, **_):
    """Several parts of one family, cut apart for the web, joined again; the first part wins a shared character."""
    seen, parts, dates = set(), [], []
    for path in paths:
        font = lightened(opened(path))
        codes = set(font.getBestCmap()) - seen
        seen |= codes
        options = subset_options()
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=codes)
        subsetter.subset(font)
        part = BytesIO()
        font.save(part)
        part.seek(0)
        parts.append(part)
        dates.append((font["head"].created, font["head"].modified))
    font = Merger().merge(parts)
    font.recalcTimestamp = False
    font["head"].created, font["head"].modified = max(dates)  # the merger puts in the clock
    return named(lightened(font), family)


def subset_options():
    options = subset.Options()
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    options.drop_tables += UNUSED_TABLES
    return options


def cjk(paths, family, number, characters, **_):
    """The characters of a set, in the shapes of one language (`number` of the collection), horizontal only."""
    font = opened(paths[0], number)
    options = subset_options()
    options.layout_features = ["ccmp", "liga"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.desubroutinize = True  # 2 % larger, but gzip then packs it 6 % smaller
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in SETS[characters]()])
    subsetter.subset(font)
    return named(font, family)


RECIPES = {"whole": whole, "indic": indic, "supplement": supplement, "pinned": pinned, "joined": joined, "cjk": cjk}
