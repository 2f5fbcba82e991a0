"""Trains the two classifiers on painted critters.

`aux` is also taught tanh(v) through a second head on r, with dropout on r: its units stay rich and readable.
`class-only` sees class names only: the honest contrast.

Axis letters: B batch, U units, H W picture.
"""

import math

import torch
from torch.nn import functional as nnf

from checkpoints import load, save
from classifier import Classifier, normalise
from generator import to_uint8
from painter import paint
from world import draw, vector_of

# aux: weight of the factor loss; sparse: weight of mean(r)
RECIPES = {
    "aux": {"steps": 690, "aux": 1.5, "dropout": 0.25, "smoothing": 0.0, "sparse": 0.02},
    "class-only": {"steps": 415, "aux": 0.0, "dropout": 0.0, "smoothing": 0.05, "sparse": 0.0},
}
BATCH = 96
TRAIN, HELD_OUT = 10_000, 2_000


def render_pool(folder, log):
    """Fixed pictures uint8 [12000 3 64 64], class [12000], v [12000 16]; the last 2,000 are held out."""
    path = folder / "pool.pt"
    pool = load(path)
    if not pool:
        z, classes = draw(TRAIN + HELD_OUT, torch.Generator().manual_seed(11))
        v = vector_of(z, classes)
        pictures = torch.cat([to_uint8(paint(part)[0]) for part in v.split(100)])
        pool = {"pictures": pictures, "classes": classes, "v": v}
        save(path, pool)
        log(f"painted a pool of {len(v)} pictures")
    return pool


def augmented(x, source):
    """Blur (half of them), noise up to 0.06 of the grey range, shift by up to 3 pixels. x [B 3 H W] normalised."""
    blurred = nnf.avg_pool2d(nnf.pad(x, (1, 1, 1, 1), mode="replicate"), 3, stride=1)
    some = torch.rand(len(x), 1, 1, 1, generator=source)
    x = torch.where(torch.rand(len(x), 1, 1, 1, generator=source) < 0.5, x + some * (blurred - x), x)
    noise = 0.06 / 0.25 * torch.rand(len(x), 1, 1, 1, generator=source)
    x = x + noise * torch.randn(x.shape, generator=source)
    dx, dy = torch.randint(-3, 4, (2,), generator=source).tolist()
    padded = nnf.pad(x, (3, 3, 3, 3), mode="replicate")
    return padded[..., 3 + dy : 3 + dy + x.shape[2], 3 + dx : 3 + dx + x.shape[3]]


def held_out_scores(model, pool):
    """Accuracy 0..1 on the held-out pictures, dead units, share of r above 0."""
    with torch.no_grad():
        parts = [model.eval()(normalise(part)) for part in pool["pictures"][TRAIN:].split(500)]
    r, logits = (torch.cat(column) for column in zip(*parts))
    accuracy = (logits.argmax(1) == pool["classes"][TRAIN:]).float().mean().item()
    return accuracy, int((r.amax(0) <= 0).sum()), (r > 0).float().mean().item()


def train(variant, folder, log):
    path = folder / f"classifier-{variant}.pt"
    if path.exists():
        return
    recipe, pool = RECIPES[variant], render_pool(folder, log)
    torch.manual_seed(21)
    source = torch.Generator().manual_seed(22)
    model = Classifier(recipe["dropout"]).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-2)
    for step in range(recipe["steps"]):
        optimiser.param_groups[0]["lr"] = 1e-3 * (1 + math.cos(math.pi * step / recipe["steps"]))
        rows = torch.randint(TRAIN, (BATCH,), generator=source)
        x = augmented(normalise(pool["pictures"][rows]), source)
        r, logits, factors = model.train().heads(x)
        loss = nnf.cross_entropy(logits, pool["classes"][rows], label_smoothing=recipe["smoothing"])
        loss = loss + recipe["aux"] * nnf.mse_loss(factors, torch.tanh(pool["v"][rows])) + recipe["sparse"] * r.mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if (step + 1) % 100 == 0:
            log(f"classifier {variant} step {step + 1} loss {loss.item():.4f}")
    accuracy, dead, density = held_out_scores(model, pool)
    log(f"classifier {variant}: held-out accuracy {accuracy:.4f}, dead units {dead}, density {density:.2f}")
    save(path, {"model": model.state_dict(), "accuracy": accuracy})
