"""The classifier: four strided convolutions, 160 units (the representation r), a linear head.

Axis letters: B batch, U 160 units, F factors.
Input is x = (uint8 / 255 - MEAN) / STD, RGB, [B 3 64 64].
"""

import torch
from torch import nn

from world import CLASSES, FACTORS

UNITS = 160
MEAN = (0.5, 0.5, 0.5)
STD = (0.25, 0.25, 0.25)
CHANNELS = (3, 24, 48, 96, 96)


def normalise(picture):
    """uint8 pictures [B 3 H W] -> classifier input float32."""
    mean, std = (torch.tensor(row)[:, None, None] for row in (MEAN, STD))
    return (picture.float() / 255 - mean) / std


class Classifier(nn.Module):
    """x [B 3 64 64] -> r [B U] >= 0, logits [B 5].

    The batch norm before the last ReLU keeps all units alive. `aux` reads tanh(v) from r: it is
    used in training only and is not exported. `dropout` acts on what both heads see of r.
    """

    def __init__(self, dropout=0.0):
        super().__init__()
        layers = []
        for before, after in zip(CHANNELS, CHANNELS[1:]):
            layers += [nn.Conv2d(before, after, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
        self.features = nn.Sequential(*layers)
        self.fc1 = nn.Linear(CHANNELS[-1] * 16, UNITS, bias=False)
        self.norm = nn.BatchNorm1d(UNITS)
        self.dropout = nn.Dropout(dropout)
        self.fc2 = nn.Linear(UNITS, len(CLASSES))
        self.aux = nn.Linear(UNITS, len(FACTORS))

    def represent(self, x):
        return torch.relu(self.norm(self.fc1(self.features(x).contiguous().flatten(1))))

    def forward(self, x):
        r = self.represent(x)
        return r, self.fc2(r)

    def heads(self, x):
        """r, logits and auxiliary factors as seen in training."""
        r = self.represent(x)
        seen = self.dropout(r)
        return r, self.fc2(seen), self.aux(seen)


def folded(model):
    """The same function without batch norms: (features, fc1) with the norms inside the weights."""
    layers = []
    for conv, norm in zip(model.features[0::3], model.features[1::3]):
        layers += [torch.nn.utils.fuse_conv_bn_eval(conv, norm), nn.ReLU()]
    gain = model.norm.weight / (model.norm.running_var + model.norm.eps).sqrt()
    fc1 = nn.Linear(model.fc1.in_features, UNITS)
    fc1.weight.data = (model.fc1.weight * gain[:, None]).detach()
    fc1.bias.data = (model.norm.bias - model.norm.running_mean * gain).detach()
    return nn.Sequential(*layers), fc1


class Folded(nn.Module):
    """A trained classifier for export: convolutions, ReLU and two linear layers."""

    def __init__(self, model):
        super().__init__()
        self.features, self.fc1 = folded(model.eval())
        self.fc2 = model.fc2

    def forward(self, x):
        r = torch.relu(self.fc1(self.features(x).flatten(1)))
        return r, self.fc2(r)
