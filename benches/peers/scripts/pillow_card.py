"""A card with Pillow, as a careful script writes it: lines broken by hand, shapes drawn four times as large and shrunk, an emoji cut from its font's bitmaps."""

import io
import re
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from worker import ASSETS, CARD, CARDS, serve, words

FINE = 4  # samples a px on a side, for shapes
EMOJI = re.compile("[\U0001f300-\U0001faff]")


@cache
def font(name, size):
    return ImageFont.truetype(ASSETS / f"{name}.ttf", size)


@cache
def rounded(width, height, radius):
    """A mask of a box with round corners."""
    mask = Image.new("L", (width * FINE, height * FINE))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width * FINE - 1, height * FINE - 1), radius * FINE, fill=255)
    return mask.resize((width, height), Image.Resampling.BOX)


@cache
def emoji(letter, size):
    strike = Image.new("RGBA", (136, 128))
    ImageDraw.Draw(strike).text((0, 0), letter, font=font("emoji", 109), embedded_color=True)
    return strike.resize((round(size * 1.17), round(size * 1.1)), Image.Resampling.LANCZOS)


@cache
def icon(path, size, units=24):
    """A mask of an SVG path in a box of some units; overlapping subpaths leave holes."""
    mask = Image.new("L", (size * FINE, size * FINE))
    for outline in outlines(path):
        layer = Image.new("L", mask.size)
        ImageDraw.Draw(layer).polygon([(x * size * FINE / units, y * size * FINE / units) for x, y in outline], fill=255)
        mask = Image.fromarray(np.asarray(mask) ^ np.asarray(layer))
    return mask.resize((size, size), Image.Resampling.BOX)


def outlines(path):
    """The subpaths of an SVG path as polygons. Arcs of the icons are short and become lines."""
    tokens = re.findall(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)", path)
    lengths = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}
    found, points, command, at, control, index = [], [], "M", np.zeros(2), None, 0
    while index < len(tokens):
        if tokens[index].isalpha():
            command, index = tokens[index], index + 1
        kind = command.upper()
        values = np.array([float(token) for token in tokens[index : index + lengths[kind]]])
        index += lengths[kind]
        start = at if command.islower() else np.zeros(2)
        second = None
        if kind == "Z":
            found.append(points)
            at, points = points[0], [points[0]]
        elif kind in "ML":
            if kind == "M":
                points, command = [], "l" if command == "m" else "L"
            at = start + values
            points.append(at)
        elif kind in "HV":
            axis = "HV".index(kind)
            at = at.copy()
            at[axis] = start[axis] + values[0]
            points.append(at)
        elif kind == "A":
            at = start + values[5:]
            points.append(at)
        else:
            ends = (values.reshape(-1, 2) + start).tolist()
            first = np.array(ends[0]) if kind == "C" else (at if control is None else 2 * at - control)
            second, end = np.array(ends[-2]), np.array(ends[-1])
            for t in np.linspace(0, 1, 13)[1:]:
                points.append((1 - t) ** 3 * at + 3 * (1 - t) ** 2 * t * first + 3 * (1 - t) * t**2 * second + t**3 * end)
            at = end
        control = second
    return [outline for outline in found + [points] if len(outline) > 2]


def put(draw, place, height, face, colour, text):
    """A line of text in a line box, with its top left corner at a place."""
    above, below = face.getmetrics()
    draw.text((place[0], place[1] + (height + above - below) / 2), text, font=face, fill=colour, anchor="ls")


def broken(face, text, width, emoji_width):
    """Lines of words with their places; words keep the space after them."""
    lines, x = [[]], 0.0
    for word in re.findall(r"\S+\s*", text):
        advance = emoji_width + face.getlength(" ") if EMOJI.match(word) else face.getlength(word)
        seen = emoji_width if EMOJI.match(word) else face.getlength(word.rstrip())
        if x + seen > width and lines[-1]:
            lines.append([])
            x = 0.0
        lines[-1].append((x, word))
        x += advance
    return lines


def post(text):
    across, down = np.meshgrid(np.arange(1200), np.arange(630))
    share = ((across + down + 1) / (1200 + 630))[..., None]
    colours = np.array([0x5B, 0x6E, 0xE1]) * (1 - share) + np.array([0xA4, 0x5B, 0xD6]) * share
    card = Image.fromarray((colours + 0.5).astype(np.uint8))
    body = font("sans-400", 32)
    lines = broken(body, text["text"], 960, 32 * 1.17)
    height = 326 + 46 * len(lines)
    top = (630 - height) // 2
    card.paste("#ffffff", (80, top), rounded(1040, height, 32))
    draw = ImageDraw.Draw(card)
    y = top + 40
    with Image.open(io.BytesIO(AVATAR)) as avatar:
        card.paste(avatar.convert("RGB").resize((96, 96), Image.Resampling.LANCZOS), (120, y), rounded(96, 96, 48))
    name = font("sans-700", 36)
    put(draw, (236, y + 9), 44, name, "#0f1419", text["name"])
    card.paste("#1d9bf0", (round(244 + name.getlength(text["name"])), y + 15), icon(CARDS["paths"]["badge"], 32))
    put(draw, (236, y + 53), 34, font("sans-400", 26), "#536471", text["handle"])
    y += 120
    for line in lines:
        for x, word in line:
            if EMOJI.match(word):
                picture = emoji(word[0], 32)
                card.paste(picture, (round(120 + x), y + 6), picture)
            else:
                put(draw, (120 + x, y), 46, body, "#1d9bf0" if word[0] in "@#" else "#0f1419", word)
        y += 46
    put(draw, (120, y + 20), 32, font("sans-400", 24), "#536471", text["date"])
    draw.rectangle((120, y + 72, 1079, y + 73), fill="#e1e8ed")
    x, figures = 120, font("sans-600", 26)
    for sign, count in (("reply", "replies"), ("repost", "reposts"), ("like", "likes")):
        card.paste("#536471", (round(x), y + 96), icon(CARDS["paths"][sign], 28))
        put(draw, (x + 40, y + 94), 32, figures, "#536471", text[count])
        x += 96 + figures.getlength(text[count])
    return card


def quote(text):
    with Image.open(io.BytesIO(PHOTO)) as photo:
        card = photo.convert("RGB").resize((1200, 630), Image.Resampling.LANCZOS, box=(0, 80, 1600, 920))
    card = Image.blend(card, Image.new("RGB", card.size, (8, 12, 24)), 0.62)
    draw = ImageDraw.Draw(card)
    put(draw, (72, 28), 220, font("serif-600", 220), "#ffd166", "“")
    fits, fits_not = 20, 121
    while fits_not - fits > 1:
        size = (fits + fits_not) // 2
        if len(broken(font("serif-500", size), text["text"], 1040, 0)) * size * 1.25 <= 300:
            fits = size
        else:
            fits_not = size
    face, height = font("serif-500", fits), fits * 1.25
    lines = broken(face, text["text"], 1040, 0)
    for index, line in enumerate(lines):
        put(draw, (80, 306 + (index - len(lines) / 2) * height), height, face, "#ffffff", "".join(word for _, word in line))
    put(draw, (80, 500), 38, font("sans-700", 30), "#ffffff", text["author"])
    put(draw, (80, 538), 30, font("sans-400", 22), "#c8d0e0", text["title"])
    # Pillow reads no SVG: the circle and the path of the logo by hand.
    card.paste("#ffd166", (1064, 506), rounded(56, 56, 28))
    card.paste("#1b1f3b", (1064, 506), icon(LOGO, 56, 64))
    return card


AVATAR, PHOTO = (ASSETS / "avatar.jpg").read_bytes(), (ASSETS / "bg.jpg").read_bytes()
LOGO = re.search('<path d="([^"]+)"', (ASSETS / "logo.svg").read_text())[1]
DRAW = {"post": post, "quote": quote}[CARD]


def draw_card(number):
    file = io.BytesIO()
    DRAW(words(number)).save(file, "PNG")
    return file.getvalue()


serve(draw_card)
