"""The generator: a mapping network z -> w and a small style-based synthesis w -> picture.

Axis letters: B batch, L 64 latent, F 16 factors, C channels, H W picture.
Modulated convolutions are written in the activation form: the picture is scaled, convolved with
a constant kernel and rescaled. That is exact, batches freely and exports to plain operators.
"""

import torch
from torch import nn
from torch.nn import functional as nnf

from world import CLASSES, FACTORS, Z_DIM

W_DIM = 64
SIZE = 64
# resolution: channels, number of 3x3 modulated convolutions
BLOCKS = ((4, 96, 1), (8, 96, 2), (16, 64, 2), (32, 48, 1), (64, 24, 2))
RGB_GAIN = 0.3
EPSILON = 1e-8


def activate(x):
    return nnf.leaky_relu(x, 0.2) * 1.4142


class Mapping(nn.Module):
    """z [B 32], one-hot class [B 5] -> w [B L], about mean 0 and spread 1 in each dimension."""

    def __init__(self, hidden=192):
        super().__init__()
        widths = (Z_DIM + len(CLASSES), hidden, hidden, hidden, W_DIM)
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))

    def forward(self, z, onehot):
        x = torch.cat((z, onehot), 1)
        for layer in self.layers[:-1]:
            x = nnf.leaky_relu(layer(x), 0.2)
        return self.layers[-1](x)


class Readout(nn.Linear):
    """w [B L] -> v [B F]: the linear read-out that makes the true factors of any w known."""

    def __init__(self):
        super().__init__(W_DIM, len(FACTORS))


def style(channels):
    """Affine map w -> scale per channel, near 1 at the start."""
    layer = nn.Linear(W_DIM, channels)
    nn.init.normal_(layer.weight, std=(0.49 / W_DIM) ** 0.5)
    nn.init.ones_(layer.bias)
    return layer


class ModulatedConv(nn.Module):
    """3x3 convolution whose input channels are scaled by w and whose output is brought back to unit size."""

    def __init__(self, channels):
        super().__init__()
        self.style = style(channels)
        self.weight = nn.Parameter(torch.randn(channels, channels, 3, 3) / (channels * 9) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(channels))

    def kernel_energy(self):
        """[C_in C_out] sum of squared kernel entries, for the demodulation."""
        return self.weight.square().sum((2, 3)).T

    def forward(self, x, w):
        s = self.style(w)
        d = torch.rsqrt(s.square() @ self.kernel_energy() + EPSILON)
        x = nnf.conv2d(x * s[:, :, None, None], self.weight, padding=1)
        return activate(x * d[:, :, None, None] + self.bias[:, None, None])


class ToRgb(nn.Module):
    """1x1 modulated convolution to colour, without demodulation."""

    def __init__(self, channels):
        super().__init__()
        self.style = style(channels)
        self.conv = nn.Conv2d(channels, 3, 1)
        nn.init.normal_(self.conv.weight, std=channels**-0.5)
        nn.init.zeros_(self.conv.bias)

    def forward(self, x, w):
        return self.conv(x * self.style(w)[:, :, None, None]) * RGB_GAIN


class Synthesis(nn.Module):
    """w [B L] -> picture [B 3 S S] near -1..1, feature maps of the blocks [B C H W] from 4 px up."""

    def __init__(self):
        super().__init__()
        self.constant = nn.Parameter(torch.randn(BLOCKS[0][1], 4, 4))
        self.narrow = nn.ModuleList()  # 1x1 convolution that changes the channels before upsampling
        self.convs = nn.ModuleList()
        self.rgbs = nn.ModuleList()
        before = BLOCKS[0][1]
        for _, channels, count in BLOCKS:
            self.narrow.append(nn.Identity() if channels == before else nn.Conv2d(before, channels, 1))
            self.convs.append(nn.ModuleList(ModulatedConv(channels) for _ in range(count)))
            self.rgbs.append(ToRgb(channels))
            before = channels

    def forward(self, w, size=SIZE):
        x = self.constant[None]  # the first scaling by w spreads it over the batch
        rgb, taps = None, []
        for (resolution, _, _), narrow, convs, to_rgb in zip(BLOCKS, self.narrow, self.convs, self.rgbs):
            if resolution > size:
                break
            if resolution > 4:
                x = nnf.interpolate(narrow(x), scale_factor=2, mode="nearest")
                rgb = nnf.interpolate(rgb, scale_factor=2, mode="bilinear", align_corners=False)
            for conv in convs:
                x = conv(x, w)
            colour = to_rgb(x, w)
            rgb = colour if rgb is None else rgb + colour
            taps.append(x)
        return rgb, taps


def one_hot(classes):
    """Class index [B] int64 -> [B 5] float32."""
    return nnf.one_hot(classes, len(CLASSES)).float()


def class_means(mapping, draws=20_000, seed=41):
    """Mean w of each class [5 L], the centre of truncation."""
    z = torch.randn(draws, Z_DIM, generator=torch.Generator().manual_seed(seed))
    with torch.no_grad():
        rows = [mapping(z, one_hot(torch.full((draws,), c))).mean(0) for c in range(len(CLASSES))]
    return torch.stack(rows)


def truncate(w, means, classes, psi):
    """w [B L] towards the mean of its class: psi 1 leaves it, psi 0 gives the mean."""
    centre = means[classes]
    return centre + psi * (w - centre)


def to_uint8(picture):
    """Picture in -1..1 -> uint8: trunc((x + 1) * 127.5), clipped to -1..1 before."""
    return ((picture.clamp(-1, 1) + 1) * 127.5).to(torch.uint8)
