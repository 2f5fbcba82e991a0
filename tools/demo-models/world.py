"""The critter world: its classes, its 16 factors, and how a latent z becomes factors.

Axis letters: B batch, F 16 factors, Z 32 latent dimensions.

A critter is a vector v [B F] without unit. Each factor is

    factor = lo + (hi - lo) * (0.5 + 0.5 tanh v)

and within class c: v = MU[c] + psi * SD * g, g ~ N(0, I). psi is the truncation.
"""

import math

import torch

CLASSES = ("fox", "rabbit", "mouse", "bear", "cat")
Z_DIM = 32

# Lengths are in half pictures (the picture spans -1..1), angles in radians, the rest without unit.
# name: lo, hi, spread, then the class means in the order of CLASSES.
# Means stay within 0.8: beyond that tanh flattens the factor and nothing can be read from it.
_TABLE = {
    "hue": (0.0, 1.0, 0.36, -0.80, 0.30, 0.80, -0.25, 0.05),
    "ear_len": (0.03, 0.46, 0.34, -0.05, 0.80, -0.45, -0.75, -0.35),
    "tail_len": (0.08, 0.80, 0.34, 0.45, -0.80, 0.55, -0.70, 0.40),
    "eye": (0.060, 0.130, 0.36, -0.20, 0.30, -0.10, -0.60, 0.60),
    "pose": (-0.22, 0.22, 0.55, 0.0, 0.0, 0.0, 0.0, 0.0),
    "bg_hue": (0.0, 0.80, 0.55, 0.0, 0.0, 0.0, 0.0, 0.0),
    "tex": (0.0, 0.60, 0.36, -0.65, -0.75, -0.65, -0.55, 0.75),
    "ear_round": (0.0, 1.0, 0.34, -0.80, 0.00, 0.75, 0.60, -0.70),
    "snout": (0.0, 0.21, 0.34, 0.65, -0.60, 0.40, -0.10, -0.75),
    "aspect": (0.78, 1.45, 0.36, 0.45, -0.45, -0.15, -0.60, 0.50),
    "leg": (0.10, 0.36, 0.36, 0.30, -0.20, -0.70, -0.30, 0.45),
    "head": (0.24, 0.37, 0.36, -0.10, 0.10, -0.05, 0.45, 0.10),
    "tail_w": (0.03, 0.14, 0.34, 0.70, 0.20, -0.80, 0.10, -0.35),
    "light": (0.58, 1.12, 0.36, 0.10, 0.60, 0.10, -0.75, 0.05),
    "tail_curl": (-0.60, 2.20, 0.40, -0.35, 0.10, -0.10, 0.00, 0.50),
    "bg_light": (0.80, 1.06, 0.55, 0.0, 0.0, 0.0, 0.0, 0.0),
}
FACTORS = tuple(_TABLE)
_COLUMNS = torch.tensor(list(_TABLE.values()))

LO = _COLUMNS[:, 0].contiguous()  # [F] factor at v = -inf
HI = _COLUMNS[:, 1].contiguous()  # [F] factor at v = +inf
SD = _COLUMNS[:, 2].contiguous()  # [F] spread of v within a class at psi 1
MU = _COLUMNS[:, 3:].T.contiguous()  # [5 F] class means of v


def factors_of(v):
    """v [B F] -> factor values [B F] in the units of the table."""
    return LO + (HI - LO) * (0.5 + 0.5 * torch.tanh(v))


def _rotation(size, seed):
    """A fixed random orthogonal matrix [size size]."""
    matrix = torch.randn(size, size, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    q, r = torch.linalg.qr(matrix)
    return (q * torch.sign(torch.diagonal(r))).float()


_Q1 = _rotation(Z_DIM, 101)
_Q2 = _rotation(Z_DIM, 102)
_TWIST = 0.5 * torch.randn(Z_DIM // 2, generator=torch.Generator().manual_seed(103))


def gaussian_of(z):
    """z [B Z] ~ N(0, I) -> g [B F] ~ N(0, I): a fixed, invertible, volume-preserving twist.

    Each pair of coordinates turns by an angle that grows with its radius, so the mapping
    network has something to learn; the last 16 of the 32 results are dropped.
    """
    y = (z @ _Q1).view(-1, Z_DIM // 2, 2)
    angle = y.norm(dim=2) * _TWIST
    cos, sin = torch.cos(angle), torch.sin(angle)
    turned = torch.stack((cos * y[..., 0] - sin * y[..., 1], sin * y[..., 0] + cos * y[..., 1]), 2)
    return (turned.reshape(-1, Z_DIM) @ _Q2)[:, : len(FACTORS)]


def vector_of(z, classes, psi=1.0):
    """z [B Z], class index [B] int64, psi number or [B 1] -> v [B F]."""
    return MU[classes] + psi * SD * gaussian_of(z)


def draw(batch, generator):
    """Random z [B Z] and class index [B] int64 from a torch Generator."""
    z = torch.randn(batch, Z_DIM, generator=generator)
    return z, torch.randint(len(CLASSES), (batch,), generator=generator)


def bayes_accuracy(samples=200_000, seed=7):
    """Accuracy 0..1 of the best possible classifier that sees v itself."""
    generator = torch.Generator().manual_seed(seed)
    classes = torch.randint(len(CLASSES), (samples,), generator=generator)
    v = MU[classes] + SD * torch.randn(samples, len(FACTORS), generator=generator)
    distance = torch.cdist(v / SD, MU / SD)
    return (distance.argmin(1) == classes).float().mean().item()


def single_factor_accuracy():
    """[F] accuracy of the best classifier that sees one factor: how far single factors overlap."""
    generator = torch.Generator().manual_seed(8)
    classes = torch.randint(len(CLASSES), (20_000,), generator=generator)
    v = MU[classes] + SD * torch.randn(20_000, len(FACTORS), generator=generator)
    distance = (v[:, None] - MU[None]).abs()
    return (distance.argmin(1) == classes[:, None]).float().mean(0)


if __name__ == "__main__":
    print("Bayes accuracy", round(bayes_accuracy(), 5), "largest |mean|", MU.abs().max().item())
    for name, accuracy in zip(FACTORS, single_factor_accuracy().tolist()):
        print(f"  {name:10s} alone {accuracy:.2f}")
    assert math.isclose(MU.abs().max().item(), 0.8, abs_tol=1e-6)
