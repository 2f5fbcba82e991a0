"""Writes the truth fixtures of the demo pair: what is really true of any w, to measure the product against.

    python3 truth.py CHECKPOINTS OUT

Axis letters: N samples, L latent, F factors, P sweep pairs, H W picture. All arrays little-endian, row-major.
"""

import gzip
import sys
from pathlib import Path

import cv2
import numpy as np
import torch

from anatomy import PARTS
from checkpoints import load_classifier, load_generator
from correspondence import VISIBLE_IN_0, VISIBLE_IN_1, flow
from export import rounded, write_json
from generator import to_uint8
from link import PSI_RANGE, latents_of, pictures_of, represent, ridge
from painter import paint
from world import CLASSES, FACTORS, HI, LO, MU, SD, factors_of

SAMPLES, FIRST_SEED = 260, 1000
PAIRS, PAIR_SEED = 60, 5000
LINK_SAMPLES, LINK_SEED, LINK_RIDGE = 1500, 20_000, 0.1
STEP_SPREADS = 2.6  # length of a step of v, each factor in units of its spread
COLUMNS = 20
# One sweep pair for each factor that moves material; the other half of the factor pairs mix all factors.
MOVING = ("ear_len", "tail_len", "eye", "pose", "ear_round", "snout", "aspect", "leg", "head", "tail_w", "tail_curl")


def sheet(tiles):
    """uint8 tiles [N H W ...] -> one picture, COLUMNS tiles a row, left to right, top to bottom."""
    rows = -(-len(tiles) // COLUMNS)
    blank = np.zeros((rows * COLUMNS - len(tiles), *tiles.shape[1:]), np.uint8)
    grid = np.concatenate((tiles, blank)).reshape(rows, COLUMNS, *tiles.shape[1:])
    return np.concatenate([np.concatenate(list(row), 1) for row in grid])


def write_png(path, picture):
    """Grey [H W] or RGB [H W 3] uint8, lossless."""
    picture = picture[:, :, ::-1] if picture.ndim == 3 else picture
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])


def write_floats(path, array):
    path.write_bytes(np.ascontiguousarray(array, "<f4").tobytes())


def write_gzip(path, array):
    path.write_bytes(gzip.compress(np.ascontiguousarray(array).tobytes(), 9, mtime=0))


def ideal(v):
    """v [N F] -> pictures uint8 [N H W 3], masks uint8 [N H W], both numpy."""
    pictures, masks = (torch.cat(column) for column in zip(*(paint(part) for part in v.split(50))))
    return to_uint8(pictures).permute(0, 2, 3, 1).numpy(), masks.to(torch.uint8).numpy()


def factor_directions(count, readout, w):
    """Steps in w that move v by a visible, chosen amount: first single factors, then random mixtures.

    The step stays in the space that the samples w [N L] fill, where it is unique.
    """
    basis = torch.linalg.svd(w - w.mean(0), full_matrices=False)[2][: len(FACTORS)]  # [F L]
    numbers = torch.Generator().manual_seed(PAIR_SEED)
    steps = torch.randn(count, len(FACTORS), generator=numbers)
    for row, name in enumerate(MOVING):
        steps[row] = 0
        steps[row, FACTORS.index(name)] = 1 if row % 2 else -1
    steps = STEP_SPREADS * steps / steps.norm(dim=1, keepdim=True)
    names = [f"factor:{name}" for name in MOVING] + ["factor:mixture"] * (count - len(MOVING))
    return torch.linalg.solve(readout.weight @ basis.T, (steps * SD).T).T @ basis, names


def unit_directions(count, generator, classifier):
    """Steps in w along rows of a ridge link r -> w, as a unit sweep takes them, stretched to a visible size.

    The units are those whose whole range moves w furthest. The size is the same as for factors.
    """
    w, _, _ = latents_of(generator.mapping, range(LINK_SEED, LINK_SEED + LINK_SAMPLES))
    r, _ = represent(classifier, pictures_of(generator.synthesis, w))
    weights = ridge(r, w, LINK_RIDGE)
    reach = weights.norm(dim=1) * (r.amax(0) - r.amin(0))
    units = reach.argsort(descending=True)[:count]
    steps = weights[units]
    steps = steps * STEP_SPREADS / ((steps @ generator.readout.weight.T) / SD).norm(dim=1, keepdim=True)
    return steps, [f"unit:{unit}" for unit in units.tolist()]


def sweep_pairs(generator, classifier, w):
    """w0, w1 [P L] and what moved: half along factors, half along linked units."""
    half = PAIRS // 2
    steps, names = factor_directions(half, generator.readout, w)
    unit_steps, unit_names = unit_directions(PAIRS - half, generator, classifier)
    w0, _, _ = latents_of(generator.mapping, range(PAIR_SEED, PAIR_SEED + PAIRS))
    return w0, w0 + torch.cat((steps, unit_steps)), names + unit_names


def describe(classes, psi, names, readout_v):
    """The content of truth.json."""
    tiles = f"tiles of 64 px, {COLUMNS} a row, left to right, top to bottom"

    def array(shape, axes, meaning, dtype="float32"):
        return {"dtype": dtype, "shape": shape, "axes": axes, "meaning": meaning}

    count, pairs, width = len(classes), len(names), len(FACTORS)
    return {
        "format": 1,
        "about": "What is known exactly of the demo pair. Arrays little-endian, row-major; *.gz is gzip of the array.",
        "factors": {
            "names": list(FACTORS),
            "lo": rounded(LO),
            "hi": rounded(HI),
            "formula": "v = W w + b; factor = lo + (hi - lo) * (0.5 + 0.5 * tanh(v))",
            "units": "lengths in half pictures (32 px), angles in radians, the others without unit",
        },
        "classes": {"names": list(CLASSES), "mean_v": rounded(MU), "spread_v": rounded(SD)},
        "parts": list(PARTS),
        "files": {
            "readout.f32": array([width * 64 + width], "W [16 64] then b [16]", "linear read-out from w to v"),
            "latents.f32": array([count, 64], "N L", "w of the fixed latents"),
            "factors.f32": array([count, width], "N F", "their true factors, by the read-out, in the factors' units"),
            "pictures.png": array([count, 64, 64, 3], "N H W RGB", f"what the painter draws for them; {tiles}", "uint8"),
            "masks.png": array([count, 64, 64], "N H W", f"part of each pixel, 0..6; {tiles}", "uint8"),
            "flow-latents.f32": array([pairs, 2, 64], "P (w0, w1) L", "the sweep pairs"),
            "flow-pictures.png": array(
                [2 * pairs, 64, 64, 3], "(pair, picture) H W RGB", f"painted pictures, 0 then 1 of each pair; {tiles}", "uint8"
            ),
            "flow.f32.gz": array(
                [pairs, 2, 64, 64],
                "P (dx, dy) H W",
                "for pixels of picture 0 that show a part: how far the same material point lies in picture 1, in "
                "pixels, x right, y down; 0 on the background",
            ),
            "flow-visible.u8.gz": array(
                [pairs, 64, 64],
                "P H W",
                f"bits: {VISIBLE_IN_0} the pixel of picture 0 shows a part; {VISIBLE_IN_1} its material point is also seen in "
                "picture 1 (inside the picture, nothing in front). So 0, 1 or 3",
                "uint8",
            ),
            "flow-parts.u8.gz": array([pairs, 2, 64, 64], "P (picture 0, 1) H W", "part of each pixel, 0..6", "uint8"),
        },
        "latents": {
            "z": "numpy RandomState(seed).randn(32) as float32; psi = round(0.7 + 0.3 * the next rand(), 4)",
            "psi_range": list(PSI_RANGE),
            "seed": list(range(FIRST_SEED, FIRST_SEED + count)),
            "class": classes.tolist(),
            "psi": rounded(psi),
            "largest_v": round(readout_v.abs().max().item(), 3),
        },
        "flow_pairs": {
            "moved": names,
            "note": f"factor: a step of {STEP_SPREADS} spreads of v along one factor or a random mixture; unit: the row of a ridge "
            "link r -> w of the aux classifier, stretched to the same size (a real unit sweep is weaker)",
        },
    }


def main(checkpoints, out):
    out = out / "truth"
    out.mkdir(parents=True, exist_ok=True)
    generator, classifier = load_generator(checkpoints), load_classifier(checkpoints, "aux")
    readout = generator.readout.requires_grad_(False)
    w, classes, psi = latents_of(generator.mapping, range(FIRST_SEED, FIRST_SEED + SAMPLES))
    v = readout(w)
    pictures, masks = ideal(v)
    write_floats(out / "readout.f32", np.concatenate((readout.weight.flatten(), readout.bias)))
    write_floats(out / "latents.f32", w)
    write_floats(out / "factors.f32", factors_of(v))
    write_png(out / "pictures.png", sheet(pictures))
    write_png(out / "masks.png", sheet(masks))

    w0, w1, names = sweep_pairs(generator, classifier, w)
    pair = torch.stack((w0, w1), 1)
    moved, visible, _ = flow(readout(w0), readout(w1))
    pair_pictures, pair_masks = ideal(readout(pair.flatten(0, 1)))
    write_floats(out / "flow-latents.f32", pair)
    write_png(out / "flow-pictures.png", sheet(pair_pictures))
    write_gzip(out / "flow.f32.gz", moved.numpy().astype("<f4"))
    write_gzip(out / "flow-visible.u8.gz", visible.numpy())
    write_gzip(out / "flow-parts.u8.gz", pair_masks.reshape(PAIRS, 2, *pair_masks.shape[1:]))
    write_json(out / "truth.json", describe(classes, psi, names, v))
    for path in sorted(out.iterdir()):
        print(f"{path.name:28s} {path.stat().st_size / 1024:8.0f} KB")


if __name__ == "__main__":
    with torch.no_grad():
        main(Path(sys.argv[1]), Path(sys.argv[2]))
