#!/usr/bin/env python3
"""Draws the invented portraits and scenes of examples/pictures.

Everything is computed from formulas and a fixed seed, so that nobody's likeness and
nobody's photograph is used. It does not draw anything a template needs: ornaments and
icons live in the templates themselves.

    pip install numpy pillow
    python3 scripts/art/pictures.py examples/pictures
"""
import shutil
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

# ---------------------------------------------------------------- small tools


def rgb(code):
    """'#rrggbb' as three floats from 0 to 1."""
    return np.array([int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def smooth(low, high, value):
    """0 below `low`, 1 above `high`, eased between."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def field(width, height):
    """Coordinates: x and y in units of the picture's height, y downwards."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    return x / height, y / height


def over(canvas, colour, mask):
    """Lays a colour (or a picture) on the canvas where the mask is 1."""
    mask = mask[..., None]
    return canvas * (1 - mask) + colour * mask


def gradient(stops, value):
    """Colour ramp through [(position, '#rrggbb'), ...]."""
    positions = [p for p, _ in stops]
    colours = np.array([rgb(c) for _, c in stops])
    return np.stack([np.interp(value, positions, colours[:, i]) for i in range(3)], -1)


def ellipse(x, y, cx, cy, rx, ry, soft, turn=0.0):
    """Mask of an ellipse, its edge softened by `soft`."""
    c, s = np.cos(turn), np.sin(turn)
    u, v = (x - cx) * c + (y - cy) * s, -(x - cx) * s + (y - cy) * c
    distance = (np.hypot(u / rx, v / ry) - 1) * min(rx, ry)
    return 1 - smooth(-soft, soft, distance)


def box(x, y, x0, y0, x1, y1, soft):
    """Mask of a rectangle with a soft edge."""
    d = np.maximum(np.maximum(x0 - x, x - x1), np.maximum(y0 - y, y - y1))
    return 1 - smooth(-soft, soft, d)


def waves(random, x, octaves, base, roughness=0.5):
    """A smooth random line: the height at each x, about -1 to 1."""
    total = np.zeros_like(x)
    weight, frequency, norm = 1.0, base, 0.0
    for _ in range(octaves):
        knots = random.standard_normal(int(x.max() * frequency) + 4)
        position = x * frequency
        index = position.astype(int)
        t = position - index
        t = t * t * (3 - 2 * t)
        total += weight * (knots[index] * (1 - t) + knots[index + 1] * t)
        norm += weight
        weight *= roughness
        frequency *= 2
    return total / norm


def clouds(random, width, height, scale, stretch=1.0):
    """Soft two-dimensional noise from 0 to 1."""
    total = np.zeros((height, width))
    weight, norm = 1.0, 0.0
    for octave in range(5):
        cells = scale * 2**octave
        grid = random.random((max(2, int(cells * stretch)), max(2, int(cells * width / height))))
        image = Image.fromarray((grid * 255).astype(np.uint8)).resize((width, height), Image.BICUBIC)
        total += weight * np.asarray(image, dtype=np.float64) / 255
        norm += weight
        weight *= 0.5
    return total / norm


def finish(canvas, random, grain, path, quality, size=None):
    """Film grain, then an sRGB JPEG without metadata."""
    height, width = canvas.shape[:2]
    noise = random.standard_normal((height, width))
    soft = noise * 0.5 + np.roll(noise, 1, 0) * 0.35 + np.roll(noise, 1, 1) * 0.35
    canvas = np.clip(canvas + (soft * grain)[..., None], 0, 1)
    image = Image.fromarray((canvas * 255 + 0.5).astype(np.uint8))
    if size:
        image = image.resize(size, Image.LANCZOS)
    image.save(path, quality=quality, optimize=True, progressive=True)


# ---------------------------------------------------------------- portraits


def portrait(path, seed, look):
    """A person cut from paper: few shapes, one warm light from the side, no features."""
    random = np.random.default_rng(seed)
    n = 960
    x, y = field(n, n)
    x, y = 0.5 + (x - 0.5) * 0.80, 0.085 + y * 0.80  # close: the eyes at two fifths of the height
    soft = 0.0020
    glow = np.exp(-(((x - look["light"]) ** 2) / 0.18 + ((y - 0.30) ** 2) / 0.22))
    canvas = gradient(look["ground"], np.clip(y * 0.85 + (x - 0.5) * 0.25, 0, 1))
    canvas = canvas + glow[..., None] * (rgb(look["glow"]) - canvas) * 0.75
    side = np.sign(look["light"] - 0.5)

    def shaded(colour, shadow, cx, width, bias=0.0):
        t = smooth(-width, width, (x - cx) * side + bias + (0.45 - y) * 0.25)
        return rgb(shadow) * (1 - t[..., None]) + rgb(colour) * t[..., None]

    # A disc behind the head, as a halo of paper.
    canvas = over(canvas, gradient(look["disc"], y), ellipse(x, y, look["disc_x"], 0.43, 0.33, 0.33, soft))
    hair, hair_dark = look["hair"]
    skin, skin_dark = look["skin"]
    cloth, cloth_dark = look["cloth"]
    for cx, cy, rx, ry, turn in look["hair_back"]:
        canvas = over(canvas, shaded(hair, hair_dark, 0.5, 0.30), ellipse(x, y, cx, cy, rx, ry, soft, turn))
    # Shoulders, then the neck with the shadow of the head on it.
    shoulders = ellipse(x, y, 0.5, 1.10, 0.41, 0.36, soft)
    canvas = over(canvas, shaded(cloth, cloth_dark, 0.5, 0.42), shoulders)
    neck = box(x, y, 0.437, 0.50, 0.563, 0.78, 0.012)
    canvas = over(canvas, shaded(skin_dark, skin_dark, 0.5, 0.1) * 0.96, neck * (y < 0.76))
    canvas = over(canvas, shaded(skin, skin_dark, 0.50, 0.09, -0.02), neck * smooth(0.64, 0.71, y) * (y < 0.77))
    canvas = over(canvas, shaded(skin, skin_dark, 0.5, 0.14), ellipse(x, y, 0.5, 0.755, 0.085, 0.06, soft))
    # The face, an ear, then the hair in front.
    canvas = over(canvas, shaded(skin, skin_dark, 0.5, 0.13), ellipse(x, y, 0.5 - side * 0.152, 0.475, 0.026, 0.042, soft))
    jaw = np.maximum(ellipse(x, y, 0.5, 0.415, 0.155, 0.165, soft), ellipse(x, y, 0.5, 0.485, 0.137, 0.165, soft))
    canvas = over(canvas, shaded(skin, skin_dark, 0.5, 0.17, 0.02), jaw)
    cheek = ellipse(x, y, 0.5 + side * 0.075, 0.515, 0.05, 0.04, 0.045)
    canvas = over(canvas, rgb(look["blush"]), cheek * jaw * 0.40)
    # Brow and nose as one line of shade, barely there.
    nose = ellipse(x, y, 0.5 - side * 0.017, 0.475, 0.017, 0.075, 0.016) * smooth(0.40, 0.50, y)
    canvas = over(canvas, rgb(skin_dark), nose * jaw * 0.42)
    for cx in (0.438, 0.562):
        lid = ellipse(x, y, cx, 0.448, 0.030, 0.0105, 0.004) - ellipse(x, y, cx, 0.439, 0.034, 0.0115, 0.004)
        canvas = over(canvas, rgb(look["line"]), np.clip(lid, 0, 1) * jaw * 0.85)
        brow = ellipse(x, y, cx, 0.402, 0.039, 0.013, 0.004) - ellipse(x, y, cx, 0.411, 0.043, 0.013, 0.004)
        canvas = over(canvas, rgb(look["line"]), np.clip(brow, 0, 1) * jaw * 0.75)
    lips = ellipse(x, y, 0.5, 0.562, 0.036, 0.0135, 0.006)
    canvas = over(canvas, rgb(look["lips"]), lips * 0.8)
    for cx, cy, rx, ry, turn in look["hair_front"]:
        canvas = over(canvas, shaded(hair, hair_dark, 0.5, 0.24), ellipse(x, y, cx, cy, rx, ry, soft, turn))
    if look.get("beard"):
        low = ellipse(x, y, 0.5, 0.545, 0.148, 0.135, soft) - ellipse(x, y, 0.5, 0.475, 0.118, 0.068, soft)
        low = np.clip(low, 0, 1) * (1 - lips) * smooth(0.46, 0.50, y)
        canvas = over(canvas, shaded(hair, hair_dark, 0.5, 0.2), low)
        canvas = over(canvas, rgb(look["lips"]), lips * 0.7)
    if look.get("glasses"):
        for cx in (0.436, 0.564):
            ring = ellipse(x, y, cx, 0.452, 0.054, 0.050, soft) - ellipse(x, y, cx, 0.452, 0.047, 0.043, soft)
            canvas = over(canvas, rgb(look["glasses"]), np.clip(ring, 0, 1))
        canvas = over(canvas, rgb(look["glasses"]), box(x, y, 0.489, 0.444, 0.511, 0.451, 0.002))
    if look.get("earring"):
        canvas = over(canvas, rgb(look["earring"]), ellipse(x, y, 0.5 - side * 0.156, 0.535, 0.012, 0.017, soft))
    # One light over everything, and a little shade in the corners.
    canvas = canvas * (0.93 + 0.14 * glow[..., None])
    corner = smooth(0.45, 0.95, np.hypot(x - 0.5, y - 0.48))
    canvas = canvas * (1 - 0.16 * corner[..., None])
    finish(canvas, random, 0.016, path, 84, (480, 480))


LOOKS = {
    "ada.jpg": dict(
        light=0.78, ground=[(0, "#e9b8a0"), (1, "#c9745f")], glow="#ffe3c4", disc=[(0.1, "#f4d9b8"), (0.8, "#e9a884")],
        disc_x=0.54, hair=("#4a2a2c", "#24151c"), skin=("#f0c09a", "#b9785f"), cloth=("#27606a", "#123640"),
        blush="#e2866c", line="#2a1a1c", lips="#b4544a",
        hair_back=[(0.50, 0.44, 0.215, 0.245, 0), (0.43, 0.58, 0.12, 0.20, 0.1), (0.57, 0.58, 0.12, 0.20, -0.1)],
        hair_front=[(0.405, 0.325, 0.135, 0.085, -0.62), (0.580, 0.315, 0.135, 0.078, 0.55)], earring="#e8b64c"),
    "tomas.jpg": dict(
        light=0.20, ground=[(0, "#9fb8bd"), (1, "#4f7684")], glow="#e6efe6", disc=[(0.1, "#cfdcd6"), (0.8, "#8fb0b0")],
        disc_x=0.46, hair=("#6b4a34", "#33241f"), skin=("#e9b793", "#a96f57"), cloth=("#c8643c", "#7a3425"),
        blush="#d67f66", line="#2b1d18", lips="#a55a4c", beard=True, glasses="#2a2524",
        hair_back=[(0.50, 0.375, 0.180, 0.170, 0)],
        hair_front=[(0.47, 0.285, 0.150, 0.062, -0.16), (0.575, 0.305, 0.092, 0.060, 0.55)]),
    "noor.jpg": dict(
        light=0.76, ground=[(0, "#c8c0dd"), (1, "#7a6aa6")], glow="#fbe9ee", disc=[(0.1, "#e9dcea"), (0.8, "#b59bcb")],
        disc_x=0.53, hair=("#5b3a4f", "#2b1a2c"), skin=("#c98f68", "#7d4c3b"), cloth=("#e3a43f", "#a2602c"),
        blush="#c36c50", line="#231513", lips="#8e3f3c",
        hair_back=[(0.50, 0.435, 0.220, 0.245, 0), (0.50, 0.66, 0.185, 0.20, 0), (0.58, 0.80, 0.17, 0.20, -0.5)],
        hair_front=[(0.40, 0.335, 0.165, 0.085, -0.75), (0.60, 0.335, 0.165, 0.085, 0.75)]),
    "ife.jpg": dict(
        light=0.22, ground=[(0, "#b9c79a"), (1, "#5f7f57")], glow="#f6f0cf", disc=[(0.1, "#dfe3ba"), (0.8, "#a3b878")],
        disc_x=0.47, hair=("#2e2326", "#150f14"), skin=("#8a5a41", "#4d2d25"), cloth=("#efe3cf", "#b7a288"),
        blush="#9a4f3a", line="#160e0f", lips="#6e2f2f",
        hair_back=[(0.50, 0.345, 0.250, 0.225, 0), (0.36, 0.40, 0.12, 0.14, 0), (0.64, 0.40, 0.12, 0.14, 0)],
        hair_front=[(0.50, 0.262, 0.150, 0.058, 0)], earring="#f0c453"),
}

# ---------------------------------------------------------------- scenes


def ridges(path, seed=7):
    """Hills at first light: nine ridges, each a little lost in haze."""
    random = np.random.default_rng(seed)
    width, height = 1800, 1200
    x, y = field(width, height)
    canvas = gradient([(0, "#34506e"), (0.22, "#6f87a0"), (0.42, "#d9b5a0"), (0.56, "#f7d9ae"), (1, "#f7d9ae")], y)
    sun_x, sun_y = 1.02, 0.475
    distance = np.hypot((x - sun_x) * 0.9, (y - sun_y) * 1.15)
    canvas = over(canvas, rgb("#ffe9c2"), np.exp(-(distance**2) / 0.05) * 0.75)
    streaks = smooth(0.52, 0.78, clouds(random, width, height, 5, 3.5))
    canvas = over(canvas, rgb("#f6d4c0"), streaks * smooth(0.5, 0.12, y) * 0.42)
    canvas = over(canvas, rgb("#fff4d8"), ellipse(x, y, sun_x, sun_y, 0.040, 0.040, 0.0018))
    tones = ["#d9b49c", "#c79c91", "#a98a8e", "#87798a", "#67677f", "#4a566d", "#334558", "#203343", "#111f2b"]
    line = np.linspace(0, width / height, width)
    for i, tone in enumerate(tones):
        depth = i / (len(tones) - 1)
        top = 0.50 + 0.44 * depth**1.25
        crest = top - (0.030 + 0.050 * depth) * waves(random, line, 6, 1.6 + 1.2 * depth, 0.46)
        crest -= 0.10 * depth * np.exp(-(((line - (0.18 if i % 2 else 1.25)) / 0.42) ** 2))
        edge = smooth(-0.0012, 0.0012, y - crest[None, :])
        below = np.clip((y - crest[None, :]) / (0.16 + 0.06 * depth), 0, 1)
        haze = gradient([(0, "#f3cfa8"), (1, "#8d93a8")], np.full_like(y, depth))
        warm = np.exp(-((x - sun_x) ** 2) / 0.35)
        body = rgb(tone)[None, None] * np.ones_like(canvas)
        body = body + warm[..., None] * (rgb("#ffcf98") - body) * 0.26 * (1 - depth)
        body = body + (below * (0.62 * (1 - depth) + 0.10))[..., None] * (haze - body)
        canvas = over(canvas, body, edge)
    # Firs on the last ridge.
    for _ in range(170):
        fx = random.uniform(0, width / height)
        base = crest[min(width - 1, int(fx * height))] + 0.012
        tall = random.uniform(0.016, 0.052)
        x0, x1 = max(0, int((fx - 0.02) * height)), min(width, int((fx + 0.02) * height))
        y0, y1 = max(0, int((base - tall) * height) - 2), min(height, int(base * height) + 2)
        if x1 <= x0 or y1 <= y0:
            continue
        u, v = x[y0:y1, x0:x1], y[y0:y1, x0:x1]
        t = (v - (base - tall)) / tall
        spread = tall * 0.20 * np.clip(t, 0, 1) * (0.72 + 0.28 * ((t * 7) % 1))
        tree = (1 - smooth(-0.0008, 0.0008, np.abs(u - fx) - spread)) * (t > 0)
        canvas[y0:y1, x0:x1] = over(canvas[y0:y1, x0:x1], rgb("#0f1b25"), tree)
    finish(canvas, random, 0.014, path, 80, (1500, 1000))


def harbour(path, seed=11):
    """A harbour after sunset: far town, moored boats, lights drawn long in the water."""
    random = np.random.default_rng(seed)
    width, height = 1800, 1200
    x, y = field(width, height)
    shore = 0.60
    sky = [(0, "#15233f"), (0.28, "#2f4670"), (0.48, "#7d6f93"), (0.57, "#d98f7c"), (0.605, "#f3b983"), (1, "#f3b983")]
    canvas = gradient(sky, y)
    bank = smooth(0.50, 0.74, clouds(random, width, height, 4, 4.0))
    canvas = over(canvas, rgb("#c77f86"), bank * smooth(0.20, 0.50, y) * 0.50)
    canvas = over(canvas, rgb("#1b2745"), bank * smooth(0.30, 0.02, y) * 0.45)
    canvas = over(canvas, rgb("#ffd9a0"), np.exp(-((x - 0.55) ** 2) / 0.16 - ((y - shore) ** 2) / 0.006) * 0.7)
    # Far hills and the town's roofs.
    line = np.linspace(0, width / height, width)
    hill = shore - 0.035 - 0.028 * waves(random, line, 4, 1.3) - 0.05 * np.exp(-(((line - 1.3) / 0.25) ** 2))
    canvas = over(canvas, rgb("#6a5a7c"), smooth(-0.001, 0.001, y - hill[None, :]) * (y <= shore + 2 / height))
    roofs = np.full(width, shore - 0.004)
    position = 0
    while position < width:
        step = int(random.uniform(14, 46))
        level = shore - random.uniform(0.014, 0.046) * (0.55 + 0.6 * np.exp(-(((position / height) - 1.12) / 0.3) ** 2))
        roofs[position : position + step] = level
        position += step
    roofs[int(1.16 * height) : int(1.172 * height)] = shore - 0.118  # a church tower
    town = (y > roofs[None, :]) & (y <= shore + 2 / height)
    canvas = over(canvas, rgb("#2c2d4a"), town.astype(float))
    lamps = []
    for _ in range(120):
        lx = random.uniform(0.02, width / height - 0.02)
        ly = random.uniform(min(roofs[int(lx * height)] + 0.006, shore - 0.004), shore - 0.003)
        size = random.uniform(0.0008, 0.0020)
        tint = [rgb("#ffd28a"), rgb("#ffb765"), rgb("#fff0cf")][random.integers(3)]
        lamps.append((lx, size, tint))
        canvas = over(canvas, tint, ellipse(x, y, lx, ly, size, size, 0.0008))
        canvas = over(canvas, tint, np.exp(-((x - lx) ** 2 + (y - ly) ** 2) / 0.00006) * 0.35)
    # Water: the sky upside down, squeezed, broken by ripples.
    water = y > shore
    depth = np.clip((y - shore) / (1 - shore), 0, 1)
    ripple = clouds(random, width, height, 9, 9.0) - 0.5
    mirror = shore - (y - shore) * 0.95 + ripple * (0.02 + 0.22 * depth)
    rows = np.clip((mirror * height).astype(int), 0, int(shore * height) - 4)
    shift = np.clip((x * height + ripple * 90 * depth).astype(int), 0, width - 1)
    reflected = canvas[rows, shift] * (0.80 - 0.42 * depth[..., None]) + rgb("#0c1830") * 0.10
    canvas = np.where(water[..., None], reflected, canvas)
    for lx, size, tint in lamps:
        long = random.uniform(0.04, 0.20) * (size / 0.0016)
        wander = ripple * 0.05 * np.sqrt(depth + 0.001)
        beam = np.exp(-((x - lx + wander) ** 2) / (0.000010 + 0.00012 * depth)) * np.exp(-(y - shore) / long)
        broken = smooth(0.40, 0.62, ripple + 0.5 + 0.12 * (1 - depth))
        canvas = over(canvas, tint, beam * water * broken * 0.55)
    # Two moored boats, near.
    dark = rgb("#0d1424")
    for bx, by, s, lean in ((0.33, 0.715, 1.0, 0.02), (0.62, 0.665, 0.55, -0.015), (0.20, 0.655, 0.42, 0.01)):
        keel = by + 0.030 * s
        hull = (np.abs(x - bx) < 0.115 * s * (1 - 0.9 * np.clip((y - by) / (0.034 * s), 0, 1) ** 2)) & (y > by - 0.004 * s * ((x - bx) / (0.1 * s)) ** 2) & (y < keel)
        canvas = over(canvas, dark, hull.astype(float))
        canvas = over(canvas, rgb("#e9a27a"), ((np.abs(y - by) < 0.0018 * s) & (np.abs(x - bx) < 0.112 * s)).astype(float) * 0.8)
        canvas = over(canvas, dark, box(x, y, bx - 0.02 * s, by - 0.03 * s, bx + 0.05 * s, by + 0.005, 0.001))
        mast_x = bx - 0.012 * s + lean * (by - y)
        mast = (np.abs(x - mast_x) < 0.0022 * s) & (y > by - 0.33 * s) & (y < by)
        canvas = over(canvas, dark, mast.astype(float))
        for end in (-0.112, 0.112):
            stay = bx - 0.012 * s + lean * 0.33 * s + (end * s - lean * 0.33 * s) * (y - (by - 0.33 * s)) / (0.33 * s)
            canvas = over(canvas, dark, ((np.abs(x - stay) < 0.0009) & (y > by - 0.33 * s) & (y < by)).astype(float) * 0.8)
        fall = smooth(0.11 * s, 0.0, np.abs(x - bx + ripple * 0.05)) * np.exp(-(y - keel) / (0.10 * s)) * (y >= keel)
        canvas = over(canvas, dark, np.clip(fall, 0, 1) * 0.8)
        glow = ellipse(x, y, bx + 0.028 * s, by - 0.014 * s, 0.006 * s, 0.006 * s, 0.001)
        canvas = over(canvas, rgb("#ffd48c"), glow)
    finish(canvas, random, 0.013, path, 80, (1500, 1000))


def room(path, seed=23):
    """A quiet room: low sun through a window, a table, a jar with three stems."""
    random = np.random.default_rng(seed)
    width, height = 1200, 1500
    x, y = field(width, height)
    plaster = clouds(random, width, height, 6)
    canvas = gradient([(0, "#5d5a52"), (0.5, "#7b7264"), (1, "#6a5d4f")], y) * (0.93 + 0.14 * plaster[..., None])
    # The sun's window on the wall: slanted panes with a soft edge that grows downward.
    u = x - 0.16 - (y - 0.1) * 0.30
    v = y - 0.08 - x * 0.16
    soft = 0.006 + 0.012 * np.clip(y, 0, 1)
    panes = np.zeros_like(x)
    for column in range(2):
        for row in range(3):
            d = np.maximum(np.abs(u - 0.10 - column * 0.205) - 0.090, np.abs(v - 0.10 - row * 0.185) - 0.080)
            panes = np.maximum(panes, 1 - smooth(-soft, soft, d))
    leaves = smooth(0.40, 0.66, clouds(random, width, height, 7))
    sun = panes * (0.40 + 0.60 * leaves)
    canvas = canvas + sun[..., None] * (rgb("#ffd79a") * 1.02 - canvas) * 0.78
    canvas = canvas + np.exp(-((u - 0.2) ** 2 + (v - 0.3) ** 2) / 0.16)[..., None] * rgb("#ffb870") * 0.12
    # Table.
    table = 0.80
    grain = clouds(random, width, height, 3, 30.0)
    wood = gradient([(0, "#8a5a38"), (1, "#3f2518")], np.clip((y - table) / 0.2, 0, 1)) * (0.86 + 0.28 * grain[..., None])
    wood = wood + (np.exp(-((x - 0.56) ** 2) / 0.03) * smooth(table + 0.15, table, y))[..., None] * rgb("#ffcf94") * 0.38
    canvas = over(canvas, wood, smooth(-0.001, 0.001, y - table))
    canvas = over(canvas, rgb("#f2c58c"), (np.abs(y - table) < 0.0016).astype(float) * np.exp(-((x - 0.55) ** 2) / 0.06) * 0.9)
    # Shadow of the jar, then stems, then the jar.
    cx = 0.30
    shadow = ellipse(x, y, cx + 0.10, 0.868, 0.14, 0.018, 0.02)
    canvas = over(canvas, rgb("#1c100b"), shadow * 0.55)

    def stem(x0, bend, top, colour):
        t = np.clip((0.70 - y) / (0.70 - top), 0, 1)
        middle = x0 + bend * t**1.8
        return over(canvas, rgb(colour), (1 - smooth(0.0018, 0.0036, np.abs(x - middle))) * (y > top) * (y < 0.72))

    for x0, bend, top in ((cx - 0.012, -0.135, 0.335), (cx + 0.004, 0.03, 0.255), (cx + 0.016, 0.150, 0.395)):
        canvas = stem(x0, bend, top, "#39402a")
        tip = x0 + bend
        for k in range(26):
            angle, reach = random.uniform(0, 2 * np.pi), random.uniform(0.004, 0.046)
            px, py = tip + np.cos(angle) * reach, top + np.sin(angle) * reach * 0.72
            lit = np.clip(0.5 + np.cos(angle - 0.6) * 0.6, 0, 1)
            tone = rgb("#b98e86") * (1 - lit) + rgb("#fbe3cf") * lit
            canvas = over(canvas, tone, ellipse(x, y, px, py, 0.018, 0.0115, 0.002, random.uniform(0, 3)) * 0.92)
        canvas = over(canvas, rgb("#a2593a"), ellipse(x, y, tip, top, 0.010, 0.009, 0.003))
        for k in range(3):
            t = random.uniform(0.25, 0.7)
            lx, ly = x0 + bend * t**1.8, 0.70 - (0.70 - top) * t
            turn = random.choice([-0.7, 0.7])
            canvas = over(canvas, rgb("#4d5a3a"), ellipse(x, y, lx + np.sign(turn) * -0.024, ly + 0.010, 0.030, 0.008, 0.002, turn))
    jar = np.maximum(ellipse(x, y, cx, 0.79, 0.085, 0.090, 0.0016), box(x, y, cx - 0.034, 0.69, cx + 0.034, 0.76, 0.004))
    jar = np.maximum(jar, ellipse(x, y, cx, 0.692, 0.043, 0.010, 0.0016)) * (y < 0.868)
    t = smooth(-0.09, 0.09, x - cx + 0.015)
    glaze = gradient([(0, "#23383d"), (0.55, "#4f7478"), (0.85, "#a8beb4"), (1, "#6e8d8c")], t)
    canvas = over(canvas, glaze * (0.90 + 0.2 * plaster[..., None]), jar)
    canvas = over(canvas, rgb("#fff2da"), ellipse(x, y, cx + 0.046, 0.768, 0.008, 0.032, 0.008, 0.15) * 0.75)
    # A book, lying.
    canvas = over(canvas, rgb("#1c100b"), box(x, y, 0.47, 0.868, 0.735, 0.880, 0.012) * 0.6)
    canvas = over(canvas, rgb("#e8d9bf"), box(x, y, 0.48, 0.842, 0.715, 0.866, 0.0012))
    canvas = over(canvas, rgb("#b4512f"), box(x, y, 0.472, 0.836, 0.720, 0.844, 0.0012))
    canvas = over(canvas, rgb("#7f3320"), box(x, y, 0.472, 0.864, 0.720, 0.871, 0.0012))
    corner = smooth(0.35, 0.95, np.hypot(x - 0.45, y - 0.55))
    canvas = canvas * (1 - 0.42 * corner[..., None])
    finish(canvas, random, 0.015, path, 78, (1120, 1400))


def cover(path, seed=31):
    """The cover of a novel that nobody wrote: a ferry at night under a large moon."""
    random = np.random.default_rng(seed)
    width, height = 720, 1080
    x, y = field(width, height)
    canvas = gradient([(0, "#12343b"), (0.62, "#2c6e6f"), (0.63, "#0f2b33"), (1, "#0a1e25")], y)
    canvas = over(canvas, rgb("#f3e3bd"), ellipse(x, y, 0.42, 0.42, 0.17, 0.17, 0.0012) * (y < 0.63))
    for row in range(9):
        level = 0.655 + row * 0.024
        reach = 0.17 * (1 - row / 11)
        wave = np.abs(y - level - 0.003 * np.sin(x * 60 + row)) < 0.0035
        canvas = over(canvas, rgb("#f3e3bd"), wave * (np.abs(x - 0.42 + 0.01 * np.sin(row * 2.1)) < reach) * 0.85)
    dark = rgb("#0c2229")
    hull = (y > 0.590) & (y < 0.632) & (x > 0.16 + (y - 0.59) * 0.5) & (x < 0.56 - (y - 0.59) * 0.9)
    canvas = over(canvas, dark, hull.astype(float))
    canvas = over(canvas, dark, box(x, y, 0.22, 0.556, 0.46, 0.592, 0.001))
    canvas = over(canvas, dark, box(x, y, 0.26, 0.532, 0.36, 0.558, 0.001))
    canvas = over(canvas, rgb("#e0562f"), box(x, y, 0.385, 0.505, 0.415, 0.558, 0.001))
    for window in range(7):
        canvas = over(canvas, rgb("#ffd98c"), box(x, y, 0.235 + window * 0.031, 0.566, 0.250 + window * 0.031, 0.578, 0.001))
    fonts = Path(__file__).resolve().parents[2] / "fonts"
    words = Image.new("L", (width, height))
    pen = ImageDraw.Draw(words)
    title = ImageFont.truetype(fonts / "source-serif-4/SourceSerif4_700Bold.ttf", 104)
    small = ImageFont.truetype(fonts / "source-serif-4/SourceSerif4_400Regular.ttf", 46)
    pen.text((64, 50), "The Quiet\nFerry", font=title, fill=255, spacing=8)
    pen.text((64, 968), "Helga Marrow", font=small, fill=235)
    canvas = over(canvas, rgb("#f7eed8"), np.asarray(words, dtype=np.float64) / 255)
    spine = np.exp(-((x - 0.018) ** 2) / 0.00004)
    canvas = canvas * (1 - 0.30 * spine[..., None])
    finish(canvas, random, 0.012, path, 82, (420, 630))


# Portraits that samples show small.
SMALL = {
    "quote-flat": ["tomas.jpg"], "quote-impact": ["ife.jpg"], "quote-editorial": ["ada.jpg"], "interview": ["tomas.jpg"],
    "voices": ["noor.jpg", "tomas.jpg", "ife.jpg"], "bilingual": ["noor.jpg"], "statement": ["ada.jpg"],
}


def main(folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (name, look) in enumerate(LOOKS.items(), start=41):
        portrait(folder / name, seed, look)
    ridges(folder / "ridges.jpg")
    harbour(folder / "harbour.jpg")
    room(folder / "room.jpg")
    # Samples of templates keep their pictures beside them.
    templates = Path(__file__).resolve().parents[2] / "templates"
    shutil.copyfile(folder / "ada.jpg", templates / "post" / "ada.jpg")
    shutil.copyfile(folder / "harbour.jpg", templates / "quote-photo" / "harbour.jpg")
    shutil.copyfile(folder / "noor.jpg", templates / "quote-portrait" / "noor.jpg")
    cover(templates / "quote-book" / "ferry.jpg")
    for template, names in SMALL.items():
        for name in names:
            face = Image.open(folder / name).resize((224, 224), Image.LANCZOS)
            face.save(templates / template / name, quality=80, optimize=True, progressive=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "examples/pictures")
