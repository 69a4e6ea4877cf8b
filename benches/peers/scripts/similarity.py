#!/usr/bin/env python3
"""How like Chromium's picture of a card each other one is: `similarity.py FOLDER`, where `run.py --save FOLDER` wrote them.

Structural similarity in grey, windows of 8 by 8 px, their mean; and the share of pixels of which a channel differs by more than 32 of 255.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

WINDOW = 8


def windows(grey):
    """Mean of each window, by the sums of its rows and columns."""
    height, width = (side // WINDOW * WINDOW for side in grey.shape)
    return grey[:height, :width].reshape(height // WINDOW, WINDOW, width // WINDOW, WINDOW).mean(axis=(1, 3))


def similarity(one, other):
    steady, varied = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    mean_one, mean_other = windows(one), windows(other)
    spread_one, spread_other = windows(one * one) - mean_one**2, windows(other * other) - mean_other**2
    common = windows(one * other) - mean_one * mean_other
    above = (2 * mean_one * mean_other + steady) * (2 * common + varied)
    below = (mean_one**2 + mean_other**2 + steady) * (spread_one + spread_other + varied)
    return float((above / below).mean())


def main(folder):
    print("| card | | like Chromium's | pixels that differ |\n|---|---|---|---|")
    for reference in sorted(folder.glob("*-chromium*.png")):
        card = reference.name.split("-")[0]
        with Image.open(reference) as picture:
            theirs = picture.convert("RGB")
        for file in sorted(folder.glob(f"{card}-*.png")):
            if file == reference:
                continue
            with Image.open(file) as picture:
                ours = picture.convert("RGB")
            greys = [np.asarray(picture.convert("L"), float) for picture in (theirs, ours)]
            differences = np.abs(np.asarray(theirs, int) - np.asarray(ours, int)).max(axis=2)
            print(f"| {card} | {file.stem.removeprefix(card + '-')} | {similarity(*greys):.4f} | {(differences > 32).mean():.2%} |")


main(Path(sys.argv[1]))
