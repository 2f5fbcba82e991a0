"""From the factors of a critter to its shapes, in paint order.

The critter looks to the right. Everything hangs on the body ellipse, so a change of one factor
moves what is attached to it. Feet stay on the ground.
"""

import torch

from shapes import Arc, Capsule, Ellipse
from world import FACTORS

PARTS = ("background", "body", "head", "ear", "eye", "leg", "tail")
GROUND = 0.76

# Shapes in paint order, each with its part.
PAINT_ORDER = (
    ("tail", 6),
    ("far_hind_leg", 5),
    ("far_fore_leg", 5),
    ("far_ear", 3),
    ("near_hind_leg", 5),
    ("near_fore_leg", 5),
    ("body", 1),
    ("head", 2),
    ("snout", 2),
    ("nose", 2),
    ("near_ear", 3),
    ("eye", 4),
)


def columns(factors):
    """Factor values [B F] -> {name: [B 1]}."""
    return dict(zip(FACTORS, factors.split(1, dim=1)))


def _leg(body, a, swing, ground):
    """A leg from the point (a, 0.45) of the body to the ground; `swing` moves the foot sideways."""
    one = torch.ones_like(body.x)
    x, y = body.place(a * one, 0.45 * one)
    foot_x, foot_y = x + swing, ground - 0.055 * one
    dx, dy = foot_x - x, foot_y - y
    length = (dx * dx + dy * dy).sqrt()
    return Capsule(x, y, torch.atan2(dy, dx), length, 0.095 * one, 0.062 * one)


def _ear(head, a, b, lean, f, scale):
    """An ear from the point (a, b) of the head, pointing up and leaning by `lean` radians."""
    one = torch.ones_like(f["head"])
    x, y = head.place(a * one, b * one)
    base = (0.46 - 0.06 * f["ear_round"]) * f["head"] * scale
    tip = (0.015 + 0.150 * f["ear_round"] ** 2) * scale
    return Capsule(x, y, head.angle + (lean - torch.pi / 2), f["ear_len"] * scale + 0.04, base, tip)


def shapes_of(factors):
    """Factor values [B F] -> {name: shape} with the keys of PAINT_ORDER."""
    f = columns(factors)
    one = torch.ones_like(f["pose"])
    stretch = f["aspect"].sqrt()
    ry = 0.275 / stretch
    body = Ellipse(-0.13 * one, GROUND - f["leg"] - 0.82 * ry, 0.36 * stretch, ry, -f["pose"])

    neck_x, neck_y = body.place(0.72 * one, -0.55 * one)
    size = f["head"]
    head = Ellipse(neck_x + 0.30 * size, neck_y - 0.52 * size, 1.04 * size, 0.96 * size, -1.4 * f["pose"])
    snout_x, snout_y = head.place(0.30 * one, 0.34 * one)
    snout = Capsule(
        snout_x, snout_y, head.angle + 0.10, 0.36 * size + f["snout"], 0.52 * size, 0.06 + 0.14 * size
    )
    nose_x, nose_y = snout.place(1.78 * one, -0.42 * one)
    nose = Ellipse(nose_x, nose_y, 0.052 * one, 0.042 * one, head.angle)
    eye_x, eye_y = head.place(0.40 * one, -0.14 * one)
    eye = Ellipse(eye_x, eye_y, 0.92 * f["eye"], f["eye"], head.angle)

    tail_x, tail_y = body.place(-0.86 * one, -0.22 * one)
    # Room for the tail's own width in the bend, or a short thick tail would fold over itself.
    bend = f["tail_curl"] / (f["tail_len"] + 2.6 * f["tail_w"])
    tail = Arc(tail_x, tail_y, torch.pi + 0.45 - f["pose"], f["tail_len"] + 0.04, bend, f["tail_w"])

    step = 0.9 * f["pose"]
    return {
        "tail": tail,
        "far_hind_leg": _leg(body, -0.40, 0.03 + 0.6 * step, GROUND - 0.035),
        "far_fore_leg": _leg(body, 0.72, 0.03 - 0.6 * step, GROUND - 0.035),
        "near_hind_leg": _leg(body, -0.66, -0.02 - 0.6 * step, GROUND),
        "near_fore_leg": _leg(body, 0.46, 0.6 * step, GROUND),
        "far_ear": _ear(head, 0.34, -0.62, 0.26, f, 0.92),
        "body": body,
        "head": head,
        "snout": snout,
        "nose": nose,
        "near_ear": _ear(head, -0.44, -0.58, -0.28, f, 1.0),
        "eye": eye,
    }
