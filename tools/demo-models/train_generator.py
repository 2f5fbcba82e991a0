"""Trains the generator by regression on the painter, in three phases of fixed length.

Phase 0 mapping and read-out only. Phase 1 everything, first at 32 then at 64 pixels. Phase 2 goes on at 64.
Every step draws from its own seed, so a killed training resumes to the same result.

Axis letters: B batch, L latent, F factors, H W picture.
"""

import math
import time

import torch
from torch.nn import functional as nnf

from checkpoints import load, new_generator, restore, save, states
from generator import class_means, one_hot
from painter import paint
from world import draw, vector_of

STEPS = {"phase0": 3000, "phase1": 1830, "phase2": 3600}
SMALL_STEPS = 377  # of phase 1, at 32 pixels
AVERAGE = 0.998
SAVE_EVERY = 100
# Small parts weigh more: background, body, head, ear, eye, leg, tail.
PART_WEIGHT = torch.tensor([1.0, 1.5, 1.5, 1.5, 4.0, 1.5, 2.0])


def seeded(phase, step):
    return torch.Generator().manual_seed(1_000_000 * int(phase[-1]) + step)


def learning_rate(step, total, flat_until=0.3, warm_up=100):
    """Relative rate: warm-up, flat, then a cosine down to 0.3 %."""
    progress = max(0.0, (step / total - flat_until) / (1 - flat_until))
    return min(1.0, (step + 1) / warm_up) * (0.003 + 0.997 * 0.5 * (1 + math.cos(math.pi * progress)))


def mapping_error(generator, batch, source):
    """MSE between the read-out of fresh w and their true v."""
    z, classes = draw(batch, source)
    w = generator.mapping(z, one_hot(classes))
    return nnf.mse_loss(generator.readout(w), vector_of(z, classes)), w


def train_mapping(generator, log):
    """Phase 0. Ends by scaling w to mean 0 and spread 1 inside the last layer and the read-out."""
    parameters = [*generator.mapping.parameters(), *generator.readout.parameters()]
    optimiser = torch.optim.Adam(parameters, lr=2e-3)
    total = STEPS["phase0"]
    for step in range(total):
        optimiser.param_groups[0]["lr"] = 2e-3 * 0.1 ** (step / total)
        error, w = mapping_error(generator, 512, seeded("phase0", step))
        optimiser.zero_grad()
        (error + 1e-3 * w.square().mean()).backward()
        optimiser.step()
        if step % 500 == 0 or step == total - 1:
            log(f"phase0 step {step} read-out mse {error.item():.4f}")
    with torch.no_grad():
        _, w = mapping_error(generator, 20_000, seeded("phase0", total))
        mean, spread = w.mean(0), w.std(0) + 1e-6
        last, readout = generator.mapping.layers[-1], generator.readout
        last.weight.div_(spread[:, None])
        last.bias.sub_(mean).div_(spread)
        readout.bias.add_(readout.weight @ mean)
        readout.weight.mul_(spread)


def pyramid_loss(picture, target, mask):
    """Part-weighted L1, L1 of 2, 4 and 8 times smaller pictures, L1 of the differences between neighbours."""
    weight = PART_WEIGHT[mask][:, None]
    difference = picture - target
    loss = (difference.abs() * weight).mean()
    for factor in (2, 4, 8):
        loss = loss + 0.5 * nnf.avg_pool2d(difference, factor).abs().mean()
    across = (difference[..., 1:] - difference[..., :-1]).abs().mean()
    down = (difference[..., 1:, :] - difference[..., :-1, :]).abs().mean()
    return loss + 0.5 * (across + down)


def training_batch(generator, batch, size, source):
    """w [B L] and its truth. The second half are mixtures t w_i + (1 - t) w_j of any classes, painted from the
    same mixture of v: so w becomes affine in v, and truncated or in-between w have an exact truth."""
    z, classes = draw(batch + batch // 2, source)
    v = vector_of(z, classes)
    w = generator.mapping(z, one_hot(classes))
    half = batch - batch // 2
    t = torch.rand(batch // 2, 1, generator=source)
    v, w = (torch.cat((x[:half], t * x[half:batch] + (1 - t) * x[batch:])) for x in (v, w))
    with torch.no_grad():
        target, mask = paint(v, size)
    return w, target, mask


def loss_of(generator, step, phase):
    small = phase == "phase1" and step < SMALL_STEPS
    size, batch = (32, 48) if small else (64, 24)
    source = seeded(phase, step)
    w, target, mask = training_batch(generator, batch, size, source)
    picture, _ = generator.synthesis(w, size)
    error, _ = mapping_error(generator, 256, source)
    return pyramid_loss(picture, target, mask) + 0.3 * error


def follow(average, current, step):
    """Running average of all weights, quick at first."""
    keep = min(AVERAGE, (1 + step) / (10 + step))
    with torch.no_grad():
        for a, b in zip(vars(average).values(), vars(current).values()):
            for x, y in zip(a.parameters(), b.parameters()):
                x.lerp_(y, 1 - keep)


def psnr(generator, psi, per_class=40, seed=5):
    """dB to the truth at truncation psi, over 5 * per_class fixed latents; signal range 2, mean error first."""
    source = torch.Generator().manual_seed(seed)
    z, _ = draw(5 * per_class, source)
    classes = torch.arange(5).repeat(per_class)
    with torch.no_grad():
        means = class_means(generator.mapping)
        w = generator.mapping(z, one_hot(classes))
        w = means[classes] + psi * (w - means[classes])
        picture = torch.cat([generator.synthesis(part)[0] for part in w.split(50)]).clamp(-1, 1)
    target, _ = paint(vector_of(z, classes, psi))
    error = (picture - target).square().mean().item()
    return 10 * math.log10(4 / error)


def train_pictures(phase, rate, start, folder, log):
    """Phase 1 or 2 from the weights `start`; leaves its checkpoint in the folder."""
    generator, average = (restore(new_generator(), start) for _ in range(2))
    for module in (generator.synthesis, average.synthesis):
        module.to(memory_format=torch.channels_last)
    slow = [*generator.mapping.parameters(), *generator.readout.parameters()]
    fast = list(generator.synthesis.parameters())
    optimiser = torch.optim.Adam([{"params": fast}, {"params": slow}], betas=(0.9, 0.99))
    path, total, first = folder / f"{phase}.pt", STEPS[phase], 0
    saved = load(path)
    if saved:
        first = saved["step"]
        restore(generator, saved["current"])
        restore(average, saved["average"])
        optimiser.load_state_dict(saved["optimiser"])
        log(f"{phase} goes on at step {first}")
    began = time.time()
    for step in range(first, total):
        for group, base in zip(optimiser.param_groups, (4e-3, 4e-4)):
            group["lr"] = base * rate * learning_rate(step, total)
        loss = loss_of(generator, step, phase)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(fast + slow, 5.0)
        optimiser.step()
        follow(average, generator, step)
        done = step + 1
        if done % 50 == 0:
            log(f"{phase} step {done} loss {loss.item():.4f} {(time.time() - began) / (done - first):.3f} s a step")
        if done % SAVE_EVERY == 0 or done == total:
            save(path, {
                "step": done,
                "current": states(generator),
                "average": states(average),
                "optimiser": optimiser.state_dict(),
            })
        if done % 500 == 0 or done == total:
            log(f"{phase} step {done} PSNR at psi 1 {psnr(average, 1.0):.2f}, at psi 0.7 {psnr(average, 0.7):.2f} dB")
    return states(average)


def train(folder, log):
    saved = load(folder / "phase0.pt")
    if not saved:
        generator = new_generator()
        train_mapping(generator, log)
        saved = {"average": states(generator)}
        save(folder / "phase0.pt", saved)
    weights = train_pictures("phase1", 1.0, saved["average"], folder, log)
    train_pictures("phase2", 0.6, weights, folder, log)
