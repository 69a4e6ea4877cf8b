"""The character sets of the faces that are cut: Chinese, Japanese and Korean from the codecs of Python itself, Latin and Cyrillic by block.

No list of Han characters is shipped but a short one of dialects: GB 2312, JIS X 0208, Big5 and KS X 1001 order their
characters by frequency level, so that a range of rows is a level.
"""

import pathlib
import unicodedata

from fontTools.ttLib import TTFont

INTER = pathlib.Path(__file__).resolve().parent.parent.parent / "fonts" / "inter" / "Inter-opsz-wght.ttf"
TRAIL = range(0xA1, 0xFF)
BIG5_TRAIL = [*range(0x40, 0x7F), *TRAIL]


def rows(codec, leads, trails=TRAIL):
    """Every character which two bytes (one of `leads`, one of `trails`) stand for in `codec`."""
    found = set()
    for lead in leads:
        for trail in trails:
            try:
                found |= set(bytes([lead, trail]).decode(codec))
            except UnicodeDecodeError:
                continue
    return found


def span(first, last):
    """The characters from code point `first` to `last`, both included."""
    return {chr(code) for code in range(first, last + 1)}


def shared():
    """Latin, punctuation, kana, full-width forms: what text in any of the three languages is mixed with."""
    symbols = rows("euc_jp", [0xA1, 0xA2]) | rows("gb2312", [0xA1, 0xA2]) | rows("euc_kr", [0xA1, 0xA2])
    return (
        symbols
        | span(0x20, 0x7E)
        | span(0xA0, 0xFF)
        | span(0x2010, 0x203F)
        | span(0x3000, 0x30FF)  # punctuation, hiragana, katakana
        | span(0x31F0, 0x31FF)  # small katakana
        | span(0x3200, 0x33FF)  # enclosed and square forms
        | span(0xFE10, 0xFE19)
        | span(0xFE30, 0xFE4F)
        | span(0xFF00, 0xFFEF)
    )


def dialects():
    """What everyday written Cantonese, Hakka and Hokkien need beyond level 1."""
    return set("佢咗哋嘅嚟喺冇嘢啲嗰咁喇咩嘥噉嘞啱搵攞揸瞓氹哂嗮睇諗畀俾㗎喎囉噃啩啫揼掟攰冚嗌喐哽屙孭脷踎奀嚿嗱嘍嘩唔乜冧咋嘜嘟嘰佮刣囝囡毋恁搣跤厝")


def common():
    """Level 1 of Japan, China and Taiwan, the 2,350 syllables of KS X 1001, bopomofo and hangul letters."""
    japan = rows("euc_jp", range(0xB0, 0xD0))
    china = rows("gb2312", range(0xB0, 0xD8))
    taiwan = rows("big5", range(0xA4, 0xC6), BIG5_TRAIL) | rows("big5", [0xC6], range(0x40, 0x7F))
    korea = rows("euc_kr", range(0xB0, 0xC9))
    letters = span(0x3105, 0x312F) | span(0x31A0, 0x31BF) | span(0x3131, 0x318E)
    return shared() | japan | china | taiwan | korea | letters | dialects()


def china_level_2():
    """GB 2312 level 2: rarer characters, many of them in names."""
    return rows("gb2312", range(0xD8, 0xF8))


def japan_level_1():
    """JIS X 0208 level 1 with kana."""
    return shared() | rows("euc_jp", range(0xB0, 0xD0))


def japan_level_2():
    """JIS X 0208 level 2: rarer characters, many of them in names."""
    return rows("euc_jp", range(0xD0, 0xF5))


def rare_letters():
    """Letters and marks of Latin and Cyrillic for small languages and phonetics, with the letters that marks stand on."""
    blocks = [(0x180, 0x52F), (0x1AB0, 0x1AFF), (0x1C80, 0x1C8F), (0x1D00, 0x1DFF), (0x2C60, 0x2C7F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F),
              (0xA700, 0xA7FF), (0xAB30, 0xAB6F), (0xFE20, 0xFE2F), (0x10780, 0x107BF), (0x1DF00, 0x1DFFF)]
    letters = set().union(*(span(first, last) for first, last in blocks))
    known = {character for character in letters if unicodedata.category(character)[0] in "LMS"}
    return (known - inter()) | bases()


def bases():
    return span(0x41, 0x5A) | span(0x61, 0x7A) | span(0x410, 0x44F) | set("ıȷɔɛŋəɨʉɯʊɩɟɦɲƆƐŊƏ◌æøçðœ")


def inter():
    """What Inter has, which all texts can fall back on."""
    return {chr(code) for code in TTFont(INTER).getBestCmap()}


SETS = {
    "rare-letters": rare_letters,
    "common": common,
    "common+china-2": lambda: common() | china_level_2(),
    "japan-1": japan_level_1,
    "japan-1+2": lambda: japan_level_1() | japan_level_2(),
}
