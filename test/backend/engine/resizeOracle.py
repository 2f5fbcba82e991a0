"""Writes resizeOracle.json: pictures resized by Pillow, the oracle of resize.test.ts.

    python3 resizeOracle.py > resizeOracle.json
"""

import base64
import json
import random

import PIL
from PIL import Image

# width x height before and after: smaller, larger, each side its own way, unchanged, and far smaller.
CASES = [((37, 23), (16, 11)), ((20, 14), (33, 29)), ((31, 17), (62, 9)), ((64, 48), (43, 32)), ((9, 8), (9, 8)), ((64, 40), (3, 2))]


def picture(width, height, seed):
    """Noise over a slope, with saturated pixels, RGB bytes."""
    values = random.Random(seed)
    return bytes(
        values.choice((0, 255, values.randrange(256), min(255, 4 * x + 3 * y)))
        for y in range(height)
        for x in range(width)
        for _ in range(3)
    )


def case(before, after, seed):
    pixels = picture(*before, seed)
    resized = Image.frombytes("RGB", before, pixels).resize(after, Image.BILINEAR)
    return {
        "before": before,
        "after": after,
        "pixels": base64.b64encode(pixels).decode(),
        "resized": base64.b64encode(resized.tobytes()).decode(),
    }


cases = [case(before, after, seed) for seed, (before, after) in enumerate(CASES)]
print(json.dumps({"pillow": PIL.__version__, "cases": cases}, indent=2))
