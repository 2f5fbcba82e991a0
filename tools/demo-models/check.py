"""Checks the demo pair against its thresholds and prints every number; exit code 1 if one is missed.

    python3 check.py CHECKPOINTS OUT

What ONNX Runtime computes is compared with golden.json by the product's own tests.
"""

import gzip
import hashlib
import json
import sys
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch

from anatomy import PARTS
from checkpoints import load_classifier, load_generator
from classifier import Folded, normalise
from correspondence import carry
from generator import class_means, to_uint8
from link import latents_of, pictures_of, r_squared, represent, ridge
from painter import grid, paint, paint_points
from train_classifier import held_out_scores, render_pool
from train_generator import mapping_error, psnr, seeded
from world import CLASSES, FACTORS, MU, bayes_accuracy, factors_of

MAX_BYTES = 12_000_000
FACTOR_LIST = "hue ear_len tail_len eye pose bg_hue tex ear_round snout aspect leg head tail_w light tail_curl bg_light"
PART_LIST = "background body head ear eye leg tail"
CLASS_LIST = "fox rabbit mouse bear cat"
OPERATORS = (
    "Add Clip Concat Constant Conv Flatten Gemm Identity LeakyRelu MatMul Mul Reciprocal Relu Resize Sqrt Sub Unsqueeze"
)
missed = []


def expect(what, value, ok):
    """Prints a number and whether it is good enough."""
    shown = f"{value:.4g}" if isinstance(value, float) else str(value)
    print(f"{'ok  ' if ok else 'MISS'} {what}: {shown}")
    if not ok:
        missed.append(what)


def check_lists():
    expect("factors", len(FACTORS), " ".join(FACTORS) == FACTOR_LIST)
    expect("parts", len(PARTS), " ".join(PARTS) == PART_LIST)
    expect("classes", len(CLASSES), " ".join(CLASSES) == CLASS_LIST)
    expect("largest class mean |v| (at most 0.8)", MU.abs().max().item(), MU.abs().max().item() <= 0.8001)
    expect("accuracy of the best classifier that sees v (at least 0.999)", bayes_accuracy(), bayes_accuracy() >= 0.999)


def check_generator(generator):
    for psi, floor in ((1.0, 29.0), (0.7, 32.0), (0.4, 34.0)):
        value = psnr(generator, psi)
        expect(f"PSNR to the truth at psi {psi}, dB (at least {floor})", value, value >= floor)
    error, _ = mapping_error(generator, 5000, seeded("phase0", -1))
    expect("mean squared error of the read-out of fresh w (at most 0.02)", error.item(), error.item() <= 0.02)
    centres = (generator.readout(class_means(generator.mapping)) - MU).abs().max().item()
    expect("read-out of mean w against the class means (at most 0.05)", centres, centres <= 0.05)


def check_classifiers(generator, checkpoints):
    """Held-out renders, and pictures of the generator at psi 0.7 to 1; the link's R2 is shown without threshold."""
    pool = render_pool(checkpoints, print)
    w, classes, _ = latents_of(generator.mapping, range(40_000, 42_000))
    pictures = pictures_of(generator.synthesis, w)
    for variant in ("aux", "class-only"):
        model = load_classifier(checkpoints, variant)
        accuracy, dead, density = held_out_scores(model, pool)
        expect(f"{variant}: accuracy on held-out renders (at least 0.99)", accuracy, accuracy >= 0.99)
        expect(f"{variant}: dead units on held-out renders (none)", dead, dead == 0)
        r, logits = represent(model, pictures)
        agreement = (logits.argmax(1) == classes).float().mean().item()
        expect(f"{variant}: accuracy on generated pictures (at least 0.99)", agreement, agreement >= 0.99)
        silent = int((r.amax(0) <= 0).sum())
        expect(f"{variant}: dead units on generated pictures (none)", silent, silent == 0)
        print(f"     {variant}: share of r above 0: {density:.2f}")
        for penalty in (1e-6, 0.1):
            weights = ridge(r[:1600], w[:1600], penalty)
            print(f"     {variant}: held-out R2 of w, ridge {penalty:g}: "
                  f"{r_squared(r[:1600], w[:1600], weights, r[1600:], w[1600:]):.3f}")


def check_files(out):
    total = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    expect("bytes shipped (at most 12 MB)", total, total <= MAX_BYTES)
    for manifest in ("generator.json", "classifier-aux.json", "classifier-class-only.json"):
        content = json.loads((out / manifest).read_text())
        entries = [content] if "file" in content else [content[name] for name in ("mapping", "synthesis", "taps")]
        for row in entries:
            same = hashlib.sha256((out / row["file"]).read_bytes()).hexdigest() == row["sha256"]
            expect(f"{manifest} names the hash of {row['file']}", same, same)
    for path in sorted(out.glob("*.onnx")):
        model = onnx.load(str(path))
        onnx.checker.check_model(model, full_check=True)
        strange = {node.op_type for node in model.graph.node} - set(OPERATORS.split())
        expect(f"{path.name}: operators outside the list", sorted(strange), not strange)
        ends = [*model.graph.input, *model.graph.output]
        free = all(end.type.tensor_type.shape.dim[0].dim_param == "batch" for end in ends)
        expect(f"{path.name}: first axis is 'batch' everywhere", free, free)


def check_golden(generator, checkpoints, out):
    """The golden values against the networks in torch."""
    golden = json.loads((out / "golden.json").read_text())
    picture = torch.tensor(cv2.imread(str(out / "golden.png"))[:, :, ::-1].copy()).permute(2, 0, 1)
    again = pictures_of(generator.synthesis, torch.tensor(golden["generator"]["w"]))[0]
    worst = (again.int() - picture.int()).abs().max().item()
    expect("golden picture against torch, grey levels (at most 1)", worst, worst <= 1)
    for variant in ("aux", "class-only"):
        with torch.no_grad():
            r, _ = Folded(load_classifier(checkpoints, variant))(normalise(picture[None]))
        worst = (r[0] - torch.tensor(golden[f"classifier-{variant}"]["r"])).abs().max().item()
        expect(f"{variant}: golden r against torch (at most 1e-4)", worst, worst <= 1e-4)


def check_truth(generator, out):
    truth = out / "truth"
    about = json.loads((truth / "truth.json").read_text())
    w = torch.from_numpy(np.fromfile(truth / "latents.f32", "<f4").reshape(-1, 64))
    expect("fixed latents (at least 260)", len(w), len(w) >= 260)
    read = np.fromfile(truth / "readout.f32", "<f4")
    v = w @ torch.from_numpy(read[:1024].reshape(16, 64)).T + torch.from_numpy(read[1024:])
    stored = torch.from_numpy(np.fromfile(truth / "factors.f32", "<f4").reshape(-1, 16))
    worst = (factors_of(v) - stored).abs().max().item()
    expect("stored factors against the read-out (at most 1e-4)", worst, worst <= 1e-4)
    sheet = cv2.imread(str(truth / "pictures.png"))[:, :, ::-1]
    tiles = np.stack([sheet[64 * (i // 20) :, 64 * (i % 20) :][:64, :64] for i in range(len(w))])
    painted = torch.cat([to_uint8(paint(part)[0]) for part in v.split(65)]).permute(0, 2, 3, 1).numpy()
    worst = int(np.abs(tiles.astype(int) - painted).max())
    expect("stored pictures against the painter, grey levels (at most 1)", worst, worst <= 1)
    made = pictures_of(generator.synthesis, w).permute(0, 2, 3, 1).numpy()
    error = 10 * np.log10(255**2 / np.square(made - tiles.astype(float)).mean())
    expect("PSNR of the generator on the fixed latents, dB (at least 35)", float(error), error >= 35)
    check_flow(generator, truth, about, read)


def check_flow(generator, truth, about, read):
    """Sweep pairs: material carried there and back returns; the pictures of the generator are the painted ones."""
    pairs = torch.from_numpy(np.fromfile(truth / "flow-latents.f32", "<f4").reshape(-1, 2, 64))
    expect("sweep pairs (at least 60)", len(pairs), len(pairs) >= 60 and len(about["flow_pairs"]["moved"]) == len(pairs))
    v = pairs @ torch.from_numpy(read[:1024].reshape(16, 64)).T + torch.from_numpy(read[1024:])
    factors = factors_of(v.double())
    x, y = (line.double().expand(len(pairs), -1) for line in grid(64))
    _, owner = paint_points(factors[:, 0], x, y, 64)
    there = carry(factors[:, 0], factors[:, 1], owner, x, y)
    back = carry(factors[:, 1], factors[:, 0], owner, *there)
    worst = 32 * max((back[0] - x).abs().max().item(), (back[1] - y).abs().max().item())
    expect("flow there and back, px (at most 1e-6)", worst, worst <= 1e-6)
    moved = np.frombuffer(gzip.decompress((truth / "flow.f32.gz").read_bytes()), "<f4").reshape(-1, 2, 64, 64)
    now = 32 * torch.stack((there[0] - x, there[1] - y), 1).view(moved.shape).numpy()
    worst = float(np.abs(moved - now).max())
    expect("stored flow against the painter, px (at most 1e-3)", worst, worst <= 1e-3)
    length = np.sqrt((moved**2).sum(1))
    seen = np.frombuffer(gzip.decompress((truth / "flow-visible.u8.gz").read_bytes()), np.uint8).reshape(length.shape)
    middle = [float(np.median(one[mask > 0])) for one, mask in zip(length, seen)]
    print(f"     median motion of part pixels over the pairs: {min(middle):.2f} to {max(middle):.2f} px; "
          f"longest {length.max():.1f} px; hidden in picture 1: {(seen == 1).sum() / (seen > 0).sum():.1%}")
    made = pictures_of(generator.synthesis, pairs.flatten(0, 1)).float()
    painted = torch.cat([to_uint8(paint(part)[0]) for part in v.flatten(0, 1).split(60)]).float()
    error = 10 * torch.log10(255**2 / (made - painted).square().mean((1, 2, 3)))
    expect("PSNR of the worst picture of the pairs, dB (at least 28)", error.min().item(), error.min().item() >= 28)


def main(checkpoints, out):
    generator = load_generator(checkpoints)
    check_lists()
    check_generator(generator)
    check_classifiers(generator, checkpoints)
    check_files(out)
    check_golden(generator, checkpoints, out)
    check_truth(generator, out)
    print(f"{len(missed)} missed" + "".join(f"\n  {what}" for what in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    with torch.no_grad():
        sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
