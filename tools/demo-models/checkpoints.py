"""Files of a training: one for each phase, written so that a killed training goes on unchanged."""

import os
from types import SimpleNamespace

import torch

from classifier import Classifier
from generator import Mapping, Readout, Synthesis


def save(path, value):
    """Writes whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(value, str(path) + ".new")
    os.replace(str(path) + ".new", path)


def load(path):
    return torch.load(path) if path.exists() else None


def new_generator(seed=1):
    """Untrained mapping, synthesis and read-out."""
    torch.manual_seed(seed)
    return SimpleNamespace(mapping=Mapping(), synthesis=Synthesis(), readout=Readout())


def states(generator):
    return {name: {k: t.clone() for k, t in module.state_dict().items()} for name, module in vars(generator).items()}


def restore(generator, saved):
    for name, module in vars(generator).items():
        module.load_state_dict(saved[name])
    return generator


def load_generator(folder):
    """The generator of the latest phase that has begun in this folder (running averages); untrained without any."""
    generator = new_generator()
    for name in ("phase2.pt", "phase1.pt", "phase0.pt"):
        saved = load(folder / name)
        if saved:
            return restore(generator, saved["average"])
    return generator


def load_classifier(folder, variant):
    torch.manual_seed(2)
    model = Classifier()
    saved = load(folder / f"classifier-{variant}.pt")
    if saved:
        model.load_state_dict(saved["model"])
    return model.eval()
