"""The reference's FewShotCNN-S on all channels, for segment.bench.ts: one line of JSON with the final mean IoU on the test pictures and the
seconds of training until 0.98 of it was reached. Adam 1e-3, weight decay 1e-3, batch 1, cross-entropy, 100 epochs, as the reference.
One training, tested on the way on every fifth picture, which is not counted, and at its end on all of them."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(2)
torch.manual_seed(0)
folder = Path(sys.argv[1])
shapes = json.loads((folder / "taps.json").read_text())
rows = json.loads((folder / "rows.json").read_text())
masks = np.fromfile(folder / "masks.u8", np.uint8).reshape(-1, 64, 64)
LABELS = 7
EPOCHS = 100
LOOK_EVERY = 20

maps = []
for name, channels, size in shapes:
    native = torch.from_numpy(np.fromfile(folder / f"{name}.f32", np.float32).reshape(-1, channels, size, size))
    index = (torch.arange(64) * size) // 64
    maps.append(native[:, :, index][:, :, :, index])
features = torch.cat(maps, 1)


def network(channels: int) -> nn.Module:
    widths, dilations, layers = [128, 64, 64, 32, LABELS], [1, 2, 1, 2, 1], []
    for at, (width, dilation) in enumerate(zip(widths, dilations)):
        layers.append(nn.Conv2d(channels, width, 3, padding=dilation, dilation=dilation))
        if at + 1 < len(widths):
            layers.append(nn.LeakyReLU(0.2))
        channels = width
    return nn.Sequential(*layers)


def mean_iou(model: nn.Module, tested: list) -> float:
    counts = np.zeros((LABELS, LABELS))
    with torch.no_grad():
        for row in tested:
            found = model(features[row : row + 1]).argmax(1).numpy().ravel()
            counts += np.bincount(masks[row].ravel() * LABELS + found, minlength=LABELS**2).reshape(LABELS, LABELS)
    both = np.diag(counts)
    return float(np.mean(both / (counts.sum(0) + counts.sum(1) - both)))


model = network(features.shape[1])
optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-3)
scheduler = torch.optim.lr_scheduler.StepLR(optimiser, 50, 0.1)
targets = torch.from_numpy(masks.astype(np.int64))
spent, step, curve = 0.0, 0, []
for epoch in range(EPOCHS):
    for row in torch.randperm(len(rows["train"])).tolist():
        start = time.perf_counter()
        at = rows["train"][row]
        loss = F.cross_entropy(model(features[at : at + 1]), targets[at : at + 1])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        spent += time.perf_counter() - start
        step += 1
        if step % LOOK_EVERY == 0:
            curve.append((spent, mean_iou(model, rows["test"][::5])))
    scheduler.step()
seconds = next(seconds for seconds, iou in curve if iou >= 0.98 * curve[-1][1])
print(json.dumps({"iou": mean_iou(model, rows["test"]), "seconds": seconds}))
