"""Where the material of one critter lies in another: the exact flow between two pictures.

Axis letters: B batch, F factors, H W picture, N points. Computed in float64.
Positions in pixels follow the product: origin at the centre of the top-left pixel, x right, y down.
"""

import torch

from anatomy import PAINT_ORDER, shapes_of
from painter import PART_OF_OWNER, grid, paint_points
from world import factors_of

VISIBLE_IN_0 = 1
VISIBLE_IN_1 = 2


def carry(factors0, factors1, owner, x, y):
    """Moves points with the shape that owns them, from one critter to another.

    factors [B F]; owner [B N] as paint_points gives it; x, y [B N] in half pictures
    -> x, y [B N] in the second picture; points of the background stay.
    """
    moved_x, moved_y = x.clone(), y.clone()
    shapes0, shapes1 = shapes_of(factors0), shapes_of(factors1)
    for index, (name, _) in enumerate(PAINT_ORDER):
        there_x, there_y = shapes1[name].place(*shapes0[name].local(x, y))
        mine = owner == index + 1
        moved_x, moved_y = torch.where(mine, there_x, moved_x), torch.where(mine, there_y, moved_y)
    return moved_x, moved_y


def flow(v0, v1, size=64):
    """v [B F] of two critters -> displacement, visibility and parts.

    -> flow [B 2 H W] float64, (dx, dy) in pixels from picture 0 to picture 1, 0 on the background;
       visible [B H W] uint8, VISIBLE_IN_0 on part pixels of picture 0, plus VISIBLE_IN_1 where the
       same material point lies inside picture 1 and nothing covers it there;
       parts [B H W] uint8 of picture 0
    """
    factors0, factors1 = factors_of(v0.double()), factors_of(v1.double())
    x, y = (line.double().expand(len(v0), -1) for line in grid(size))
    _, owner = paint_points(factors0, x, y, size)
    to_x, to_y = carry(factors0, factors1, owner, x, y)
    _, owner_there = paint_points(factors1, to_x, to_y, size)
    part = PART_OF_OWNER[owner]
    inside = (to_x.abs() < 1) & (to_y.abs() < 1)
    seen = (owner > 0) * VISIBLE_IN_0 + ((owner > 0) & inside & (owner_there == owner)) * VISIBLE_IN_1
    moved = torch.stack((to_x - x, to_y - y), 1) * (size / 2)
    shape = (len(v0), size, size)
    return moved.view(len(v0), 2, size, size), seen.view(shape).to(torch.uint8), part.view(shape).to(torch.uint8)
