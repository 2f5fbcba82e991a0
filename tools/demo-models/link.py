"""A small ridge link r -> w of the demo pair, to know which way a unit sweep moves.

Axis letters: N samples, U units, L latent.
"""

import numpy as np
import torch

from classifier import normalise
from generator import class_means, one_hot, to_uint8, truncate
from world import CLASSES, Z_DIM

PSI_RANGE = (0.7, 1.0)


def latents_of(mapping, seeds):
    """One w for each seed: z from numpy's RandomState(seed).randn(32), classes in turn, psi uniform in 0.7..1.

    -> w [N L], class [N] int64, psi [N]; psi comes from the same RandomState, after z.
    """
    z, psi = [], []
    for seed in seeds:
        numbers = np.random.RandomState(seed)
        z.append(numbers.randn(Z_DIM))
        psi.append(round(PSI_RANGE[0] + (PSI_RANGE[1] - PSI_RANGE[0]) * numbers.rand(), 4))
    classes = torch.arange(len(z)) % len(CLASSES)
    psi = torch.tensor(psi, dtype=torch.float32)
    with torch.no_grad():
        w = mapping(torch.tensor(np.array(z), dtype=torch.float32), one_hot(classes))
        return truncate(w, class_means(mapping), classes, psi[:, None]), classes, psi


def pictures_of(synthesis, w):
    """w [N L] -> uint8 pictures [N 3 64 64]."""
    with torch.no_grad():
        return torch.cat([to_uint8(synthesis(part)[0]) for part in w.split(50)])


def represent(classifier, pictures):
    """uint8 pictures [N 3 64 64] -> r [N U], logits [N 5]."""
    with torch.no_grad():
        parts = [classifier(normalise(part)) for part in pictures.split(200)]
    return tuple(torch.cat(column) for column in zip(*parts))


def ridge(r, w, penalty):
    """Weights [U L] of w ~ r, both centred; the penalty is multiplied by N."""
    r0, w0 = (r - r.mean(0)).double(), (w - w.mean(0)).double()
    gram = r0.T @ r0 + penalty * len(r) * torch.eye(r.shape[1], dtype=torch.float64)
    return torch.linalg.solve(gram, r0.T @ w0).float()


def r_squared(r, w, weights, held_r, held_w):
    """Variance-weighted R2 of held-out w."""
    guess = (held_r - r.mean(0)) @ weights + w.mean(0)
    return 1 - ((held_w - guess) ** 2).sum().item() / ((held_w - held_w.mean(0)) ** 2).sum().item()
