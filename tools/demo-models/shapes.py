"""Shapes with a material: each knows its signed distance and a local coordinate of every point.

A local coordinate (a, b) names a point of the material. `local` and `place` are exact inverses
of each other inside the shape, so the same material point can be found again in another picture.

Positions x (right) and y (down) are [B N], in half pictures. Parameters are [B 1].
Distances are negative inside and approximate away from the outline.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

TINY = 1e-6


def turn(x, y, angle):
    """Rotates (x, y) by angle, clockwise on the screen since y points down."""
    cos, sin = torch.cos(angle), torch.sin(angle)
    return cos * x - sin * y, sin * x + cos * y


@dataclass
class Ellipse:
    """Local coordinate: position in the unit disc."""

    x: Tensor
    y: Tensor
    rx: Tensor
    ry: Tensor
    angle: Tensor

    def local(self, x, y):
        dx, dy = turn(x - self.x, y - self.y, -self.angle)
        return dx / self.rx, dy / self.ry

    def place(self, a, b):
        dx, dy = turn(a * self.rx, b * self.ry, self.angle)
        return self.x + dx, self.y + dy

    def distance(self, a, b):
        radius = (a * a + b * b + TINY).sqrt()
        slope = ((a / self.rx) ** 2 + (b / self.ry) ** 2 + TINY).sqrt()
        return radius * (radius - 1) / slope


@dataclass
class Capsule:
    """A tapered stick from (x, y) with radius r0 along `angle` over `length` to radius r1.

    Local coordinate: a in 0..1 along the axis, below 0 and above 1 in the round caps in units
    of the cap's radius; b across the axis in units of the radius there.
    """

    x: Tensor
    y: Tensor
    angle: Tensor
    length: Tensor
    r0: Tensor
    r1: Tensor

    def radius(self, a):
        return self.r0 + (self.r1 - self.r0) * a.clamp(0, 1)

    def local(self, x, y):
        along, across = turn(x - self.x, y - self.y, -self.angle)
        beyond = along - self.length
        a = torch.where(beyond > 0, 1 + beyond / self.r1, along / self.length)
        a = torch.where(along < 0, along / self.r0, a)
        return a, across / self.radius(a)

    def place(self, a, b):
        inside = a.clamp(0, 1) * self.length
        along = inside + (a - 1).clamp(min=0) * self.r1 + a.clamp(max=0) * self.r0
        dx, dy = turn(along, b * self.radius(a), self.angle)
        return self.x + dx, self.y + dy

    def distance(self, a, b):
        radius = self.radius(a)
        cap = (a - 1).clamp(min=0) + (-a).clamp(min=0)
        return radius * ((cap * cap + b * b + TINY).sqrt() - 1)


@dataclass
class Arc:
    """A bushy tail: a circular arc of `length`, starting at (x, y) along `angle`, bending by `curvature`.

    Half width at fraction a is width * (0.6 + 2 a (1 - a)).
    Local coordinate: a in 0..1 is the fraction of the arc, beyond that the round caps in units of
    the half width at the end; b is the offset from the centre line in units of the half width.
    """

    x: Tensor
    y: Tensor
    angle: Tensor
    length: Tensor
    curvature: Tensor
    width: Tensor

    def __post_init__(self):
        sign = torch.where(self.curvature < 0, -1.0, 1.0)
        self.curvature = sign * self.curvature.abs().clamp(min=1e-2)

    def radius(self, a):
        a = a.clamp(0, 1)
        return self.width * (0.6 + 2.0 * a * (1 - a))

    def _centre(self, a):
        """Centre line at fraction a: position and direction in the frame of the start."""
        heading = self.curvature * self.length * a
        return torch.sin(heading) / self.curvature, (1 - torch.cos(heading)) / self.curvature, heading

    def local(self, x, y):
        along, across = turn(x - self.x, y - self.y, -self.angle)
        k = self.curvature
        # Offset 1/k - distance to the arc's centre, written so that a small k loses no digits.
        root = ((k * along) ** 2 + (1 - k * across) ** 2).sqrt()
        offset = (2 * across - k * (along * along + across * across)) / (1 + root)
        fraction = torch.atan2(k * along, 1 - k * across) / (k * self.length)
        tip_x, tip_y, heading = self._centre(torch.ones_like(k))
        tip_along, tip_across = turn(along - tip_x, across - tip_y, -heading)
        end = self.radius(torch.ones_like(k))
        a = torch.where(fraction > 1, 1 + tip_along / end, fraction)
        b = torch.where(fraction > 1, tip_across / end, offset / self.radius(fraction))
        before = fraction < 0
        return torch.where(before, along / end, a), torch.where(before, across / end, b)

    def place(self, a, b):
        cx, cy, heading = self._centre(a.clamp(0, 1))
        cap = (a - 1).clamp(min=0) + a.clamp(max=0)
        radius = self.radius(a)
        dx, dy = turn(cap * radius, b * radius, heading)
        dx, dy = turn(cx + dx, cy + dy, self.angle)
        return self.x + dx, self.y + dy

    def distance(self, a, b):
        cap = (a - 1).clamp(min=0) + (-a).clamp(min=0)
        return self.radius(a) * ((cap * cap + b * b + TINY).sqrt() - 1)
