"""The character sets of the Chinese, Japanese and Korean faces, from the codecs of Python itself.

No list of characters is shipped: GB 2312, JIS X 0208, Big5 and KS X 1001 order their characters by frequency
level, so that a range of rows is a level.
"""

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


def common():
    """Level 1 of Japan, China and Taiwan, the 2,350 syllables of KS X 1001, bopomofo and hangul letters."""
    japan = rows("euc_jp", range(0xB0, 0xD0))
    china = rows("gb2312", range(0xB0, 0xD8))
    taiwan = rows("big5", range(0xA4, 0xC6), BIG5_TRAIL) | rows("big5", [0xC6], range(0x40, 0x7F))
    korea = rows("euc_kr", range(0xB0, 0xC9))
    letters = span(0x3105, 0x312F) | span(0x31A0, 0x31BF) | span(0x3131, 0x318E)
    return shared() | japan | china | taiwan | korea | letters


def china_level_2():
    """GB 2312 level 2: rarer characters, many of them in names."""
    return rows("gb2312", range(0xD8, 0xF8))


def japan_level_1():
    """JIS X 0208 level 1 with kana."""
    return shared() | rows("euc_jp", range(0xB0, 0xD0))


def japan_level_2():
    """JIS X 0208 level 2: rarer characters, many of them in names."""
    return rows("euc_jp", range(0xD0, 0xF5))


SETS = {
    "common": common,
    "common+china-2": lambda: common() | china_level_2(),
    "japan-1": japan_level_1,
    "japan-1+2": lambda: japan_level_1() | japan_level_2(),
}
