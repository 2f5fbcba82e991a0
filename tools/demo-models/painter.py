"""Paints critters: pictures, part masks, and which shape owns each point.

Axis letters: B batch, F factors, N points, H W picture. Colours are RGB 0..1, held as three [B N].
Every pattern on a shape is a function of the shape's local coordinate, so it moves with the material.
"""

import torch

from anatomy import GROUND, PAINT_ORDER, columns, shapes_of
from world import factors_of

EDGE_PX = 1.3  # width of the anti-aliased edge
CREAM = (0.98, 0.92, 0.82)
PINK = (0.95, 0.66, 0.66)
DARK = (0.16, 0.12, 0.13)
WHITE = (1.0, 1.0, 1.0)
# Fur from hue 0 to 1: rust, amber, tan, dove grey, slate blue.
FUR = torch.tensor([[0.86, 0.30, 0.10], [0.95, 0.58, 0.16], [0.80, 0.66, 0.46], [0.62, 0.58, 0.62], [0.40, 0.50, 0.68]])


def grid(size):
    """Pixel centres x, y [1 size*size] of a size x size picture."""
    line = (torch.arange(size) + 0.5) * (2 / size) - 1
    y, x = torch.meshgrid(line, line, indexing="ij")
    return x.reshape(1, -1), y.reshape(1, -1)


def smooth(x, lo, hi):
    """0 below lo, 1 above hi, a smooth S between."""
    t = ((x - lo) / (hi - lo)).clamp(0, 1)
    return t * t * (3 - 2 * t)


def mix(colour, other, amount):
    """colour + amount * (other - colour), a channel at a time."""
    return tuple(c + amount * (o - c) for c, o in zip(colour, other))


def shade(colour, amount):
    return tuple(c * amount for c in colour)


def _fur(f):
    """Base colour of the fur, three [B 1]: a Bernstein curve through FUR, times the light."""
    t = f["hue"]
    weights = [(1 - t) ** 4, 4 * t * (1 - t) ** 3, 6 * t**2 * (1 - t) ** 2, 4 * t**3 * (1 - t), t**4]
    colour = tuple(sum(w * FUR[i, c] for i, w in enumerate(weights)) for c in range(3))
    return shade(colour, f["light"])


def _background(f, x, y):
    """Pastel sky with a low sun, two soft hills and the critter's shadow."""
    tint = tuple(0.80 + 0.13 * torch.cos(2 * torch.pi * (f["bg_hue"] + shift)) for shift in (0.0, 0.36, 0.70))
    sky = mix(tint, WHITE, 0.10 + 0.45 * smooth(y, -1.0, 0.7))
    sun = smooth(-((x + 0.52) ** 2 + (y + 0.55) ** 2).sqrt(), -0.24, -0.16)
    sky = mix(sky, (1.0, 0.97, 0.88), 0.75 * sun)
    meadow = mix(shade(tint, 0.80), (0.62, 0.76, 0.52), 0.45)
    hill = smooth(y - (0.40 + 0.07 * torch.cos(2.6 * x + 0.6)), -0.03, 0.03)
    colour = mix(sky, mix(meadow, WHITE, 0.30), hill)
    near = smooth(y - (0.60 + 0.03 * torch.cos(3.1 * x - 1.0)), -0.03, 0.03)
    colour = mix(colour, meadow, near)
    shadow = ((x + 0.10) / 0.60) ** 2 + ((y - GROUND - 0.005) / 0.075) ** 2
    return shade(mix(colour, shade(meadow, 0.55), 0.55 * smooth(-shadow, -1.0, 0.0)), f["bg_light"])


def _body(fur, f, a, b):
    stripes = smooth(torch.cos(2 * torch.pi * (1.75 * a + 0.10 * b)), -0.1, 0.8) * smooth(-b, -0.35, 0.15)
    colour = mix(fur, shade(fur, 0.30), f["tex"] * stripes * 1.3)
    belly = smooth(b, 0.05, 0.75) * smooth(-a * a, -0.85, -0.25)
    return shade(mix(colour, CREAM, 0.80 * belly), 1.08 - 0.16 * smooth(b, -1.0, 1.0))


def _head(fur, a, b):
    colour = mix(fur, CREAM, 0.75 * smooth(b + 0.25 * a, 0.15, 0.75))
    blush = torch.exp(-(((a - 0.02) / 0.24) ** 2 + ((b - 0.36) / 0.17) ** 2))
    return shade(mix(colour, PINK, 0.55 * blush), 1.08 - 0.10 * smooth(b, -1.0, 1.0))


def _eye(a, b):
    colour = mix(WHITE, DARK, smooth(-((a - 0.10) ** 2 + b**2).sqrt(), -0.86, -0.66))
    glint = smooth(-((a + 0.18) ** 2 + (b + 0.36) ** 2).sqrt(), -0.38, -0.18)
    return mix(colour, WHITE, glint)


def _ear(fur, a, b):
    inner = smooth(-b.abs(), -0.72, -0.42) * smooth(a, -0.1, 0.25) * smooth(-a, -1.25, -0.75)
    return mix(fur, mix(PINK, fur, 0.15), 0.9 * inner)


def _tail(fur, f, a):
    rings = smooth(torch.cos(2 * torch.pi * 2.5 * a), 0.0, 0.7) * smooth(-a, -0.70, -0.60)
    colour = mix(fur, shade(fur, 0.30), f["tex"] * rings)
    return mix(shade(colour, 0.94), CREAM, 0.85 * smooth(a, 0.62, 0.90))


def _leg(fur, a):
    return mix(fur, shade(fur, 0.50), 0.8 * smooth(a, 0.55, 0.95))


def _colour(name, fur, f, a, b):
    """Colour of the point (a, b) of a shape, before the darker rim."""
    if name == "tail":
        return _tail(fur, f, a)
    if name.endswith("leg"):
        return shade(_leg(fur, a), 0.74 if name.startswith("far") else 0.97)
    if name == "far_ear":
        return shade(fur, 0.76)
    if name == "near_ear":
        return _ear(fur, a, b)
    if name == "body":
        return _body(fur, f, a, b)
    if name == "head":
        return _head(fur, a, b)
    if name == "snout":
        return mix(shade(fur, 1.04), CREAM, 0.75 * smooth(b, -0.55, 0.35))
    return _eye(a, b) if name == "eye" else mix(DARK, WHITE, 0.35 * smooth(-b, 0.1, 0.8))


def paint_points(factors, x, y, size):
    """Paints the given points as a picture of size x size pixels would show them.

    factors [B F] in their units; x, y [1 N] or [B N] in half pictures
    -> colour [B 3 N] 0..1, owner [B N] int64: 0 background, k + 1 the shape PAINT_ORDER[k]
    """
    f, shapes = columns(factors), shapes_of(factors)
    fur = _fur(f)
    pixel = 2 / size
    colour = _background(f, x, y)
    owner = torch.zeros(len(factors), x.shape[1], dtype=torch.int64)
    local = {name: shapes[name].local(x, y) for name, _ in PAINT_ORDER}
    far = {name: shapes[name].distance(*local[name]) for name, _ in PAINT_ORDER}
    skull = torch.minimum(far["head"], far["snout"])
    for index, (name, _) in enumerate(PAINT_ORDER):
        distance = far[name]
        # Head and snout share one outline, so that no line runs between them.
        rim = skull if name in ("head", "snout") else distance
        dark = 1 - 0.22 * smooth(rim, -0.075, 0.0) if name not in ("eye", "nose") else 1.0
        cover = (0.5 - distance / (EDGE_PX * pixel)).clamp(0, 1)
        colour = mix(colour, shade(_colour(name, fur, f, *local[name]), dark), cover)
        owner = torch.where(distance < 0, index + 1, owner)
    return torch.stack([c.clamp(0, 1).expand(owner.shape) for c in colour], 1), owner


PART_OF_OWNER = torch.tensor([0] + [part for _, part in PAINT_ORDER])


def paint(v, size=64):
    """v [B F] without unit -> pictures [B 3 size size] in -1..1, part masks [B size size] int64."""
    x, y = grid(size)
    colour, owner = paint_points(factors_of(v), x, y, size)
    pictures = colour.view(len(v), 3, size, size) * 2 - 1
    return pictures, PART_OF_OWNER[owner].view(len(v), size, size)
