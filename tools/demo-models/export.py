"""Writes the demo pair for the product: ONNX files, heads, manifests, names and golden values.

    python3 export.py CHECKPOINTS OUT      (without trained checkpoints the networks are untrained)

Axis letters: B batch, L latent, C channels. Nothing here needs the painter.
"""

import hashlib
import json
import sys
from pathlib import Path

import cv2
import onnx
import torch
from torch import nn

from anatomy import PARTS
from checkpoints import load_classifier, load_generator
from classifier import MEAN, STD, UNITS, Folded, normalise
from generator import BLOCKS, EPSILON, SIZE, W_DIM, activate, class_means, one_hot, to_uint8
from world import CLASSES, Z_DIM

OPSET = 13
TAPS = [f"feat{resolution}" for resolution, _, _ in BLOCKS]
VARIANTS = ("aux", "class-only")
GOLDEN_CLASSES = (0, 3)
GOLDEN_PSI = (0.7, 1.0)


class MappingGraph(nn.Module):
    """z [B 32], one-hot class [B 5], psi [B 1] -> truncated w [B L]."""

    def __init__(self, mapping):
        super().__init__()
        self.mapping = mapping
        self.register_buffer("means", class_means(mapping))

    def forward(self, z, c, psi):
        centre = c @ self.means
        return centre + psi * (self.mapping(z, c) - centre)


class ModulatedConvGraph(nn.Module):
    """A modulated convolution whose kernel energy is a constant, so the exporter stores no squared kernels."""

    def __init__(self, conv):
        super().__init__()
        self.style, self.weight, self.bias = conv.style, conv.weight, conv.bias
        self.register_buffer("energy", conv.kernel_energy().detach().contiguous())

    def forward(self, x, w):
        s = self.style(w)
        d = 1 / torch.sqrt((s * s) @ self.energy + EPSILON)
        x = nn.functional.conv2d(x * s[:, :, None, None], self.weight, padding=1)
        return activate(x * d[:, :, None, None] + self.bias[:, None, None])


class SynthesisGraph(nn.Module):
    """w [B L] -> picture, and the feature maps of the blocks if asked."""

    def __init__(self, synthesis, taps):
        super().__init__()
        self.synthesis, self.taps = synthesis, taps
        for convs in synthesis.convs:
            for index, conv in enumerate(convs):
                if not isinstance(conv, ModulatedConvGraph):
                    convs[index] = ModulatedConvGraph(conv)

    def forward(self, w):
        picture, features = self.synthesis(w)
        picture = picture.clamp(-1, 1)
        return (picture, *features) if self.taps else picture


def write_onnx(module, path, inputs, outputs):
    """Exports with a dynamic first axis `batch` and checks the file. `inputs`: {name: example}."""
    names = [*inputs, *outputs]
    torch.onnx.export(
        module.eval(),
        tuple(inputs.values()),
        str(path),
        opset_version=OPSET,
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes={name: {0: "batch"} for name in names},
    )
    model = onnx.load(str(path))
    del model.graph.value_info[:]
    for node in model.graph.node:
        for attribute in node.attribute:
            # The same sampling for every output larger than one pixel, and known to every engine.
            if attribute.name == "coordinate_transformation_mode" and attribute.s == b"pytorch_half_pixel":
                attribute.s = b"half_pixel"
        node.doc_string = ""
    for value, channels in zip(model.graph.output, _output_shapes(outputs)):
        for axis, length in enumerate(channels, start=1):
            value.type.tensor_type.shape.dim[axis].dim_value = length
    model = onnx.shape_inference.infer_shapes(model)
    del model.graph.value_info[:]
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))


def _output_shapes(outputs):
    """Shape of each output after the batch axis."""
    known = {"w": [W_DIM], "img": [3, SIZE, SIZE], "r": [UNITS], "logits": [len(CLASSES)]}
    known |= {f"feat{resolution}": [channels, resolution, resolution] for resolution, channels, _ in BLOCKS}
    return [known[name] for name in outputs]


def entry(path):
    """The manifest's reference to a file beside it."""
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def write_json(path, value, indent=2):
    path.write_text(json.dumps(value, indent=indent) + "\n")


def rounded(tensor):
    """Tensor -> nested lists that print as the shortest decimals that give the same float32 back."""
    def shortest(value):
        return [shortest(item) for item in value] if isinstance(value, list) else float(f"{value:.9g}")

    return shortest(tensor.tolist())


def export_generator(generator, out):
    """Writes the generator's files, returns its golden values and the first golden picture, uint8 [3 64 64]."""
    mapping = MappingGraph(generator.mapping)
    picture_graph, taps_graph = (SynthesisGraph(generator.synthesis, taps) for taps in (False, True))
    z = torch.randn(2, Z_DIM, generator=torch.Generator().manual_seed(2025))
    c, psi = one_hot(torch.tensor(GOLDEN_CLASSES)), torch.tensor(GOLDEN_PSI)[:, None]
    with torch.no_grad():
        w = mapping(z, c, psi)
        picture = picture_graph(w)
    write_onnx(mapping, out / "mapping.onnx", {"z": z, "c": c, "psi": psi}, ["w"])
    write_onnx(picture_graph, out / "synthesis.onnx", {"w": w}, ["img"])
    write_onnx(taps_graph, out / "taps.onnx", {"w": w}, ["img", *TAPS])
    write_json(out / "generator.json", {
        "format": 1,
        "kind": "generator",
        "name": "critters-generator",
        "licence": "MIT",
        **{name: entry(out / f"{name}.onnx") for name in ("mapping", "synthesis", "taps")},
        "z_dim": Z_DIM,
        "c_dim": len(CLASSES),
        "w_dim": W_DIM,
        "num_ws": 1,
        "w_mode": "broadcast",
        "truncation": {"mode": "per_class_w_avg", "input": "psi", "default": 0.7},
        "image": {
            "name": "img",
            "layout": "NCHW",
            "size": [SIZE, SIZE],
            "range": [-1, 1],
            "to_uint8": "trunc((x+1)*127.5)",
        },
        "feature_taps": [
            {"name": f"feat{resolution}", "channels": channels, "size": resolution, "margin": 0}
            for resolution, channels, _ in BLOCKS
        ],
        "labels": "classes.json",
        "parts": "parts.json",
        "golden": "golden.json",
    })
    golden = {
        "z": rounded(z),
        "class": list(GOLDEN_CLASSES),
        "psi": list(GOLDEN_PSI),
        "w": rounded(w),
        "img_sample": {"first16": rounded(picture.flatten(1)[:, :16]), "channel_mean": rounded(picture.mean((2, 3)))},
    }
    return golden, to_uint8(picture[0])


def export_classifier(model, variant, picture, out):
    """Writes one classifier's files; returns its golden values for the golden picture, uint8 [3 64 64]."""
    stem = f"classifier-{variant}"
    graph = Folded(model)
    x = normalise(picture[None])
    write_onnx(graph, out / f"{stem}.onnx", {"x": x}, ["r", "logits"])
    head = torch.cat((graph.fc2.weight.flatten(), graph.fc2.bias)).detach()
    (out / f"{stem}.head.f32").write_bytes(head.numpy().astype("<f4").tobytes())
    write_json(out / f"{stem}.json", {
        "format": 1,
        "kind": "classifier",
        "name": f"critters-{variant}",
        "licence": "MIT",
        **entry(out / f"{stem}.onnx"),
        "input": {
            "name": "x",
            "layout": "NCHW",
            "size": [SIZE, SIZE],
            "channels": "RGB",
            "source_range": [0, 1],
            "mean": list(MEAN),
            "std": list(STD),
            "resize": None,
            "crop": None,
        },
        "outputs": {
            "r": {"name": "r", "dim": UNITS, "definition": "fc1, batch norm folded, ReLU", "nonneg": True},
            "logits": {"name": "logits", "dim": len(CLASSES)},
        },
        "head": {
            "file": f"{stem}.head.f32",
            "weight": [len(CLASSES), UNITS],
            "bias": [len(CLASSES)],
            "input": "r",
        },
        "labels": "classes.json",
        "golden": "golden.json",
    })
    with torch.no_grad():
        r, logits = graph(x)
    pixels = picture.permute(1, 2, 0).contiguous().numpy().tobytes()
    return {"input_u8_sha256": hashlib.sha256(pixels).hexdigest(), "r": rounded(r[0]), "logits": rounded(logits[0])}


def main(checkpoints, out):
    out.mkdir(parents=True, exist_ok=True)
    write_json(out / "classes.json", list(CLASSES), None)
    write_json(out / "parts.json", [{"id": index, "name": name} for index, name in enumerate(PARTS)])
    golden, picture = export_generator(load_generator(checkpoints), out)
    cv2.imwrite(str(out / "golden.png"), picture.permute(1, 2, 0).numpy()[:, :, ::-1])
    values = {"image": "golden.png", "input_u8_layout": "HWC RGB, golden row 0", "generator": golden}
    for variant in VARIANTS:
        model = load_classifier(checkpoints, variant)
        values[f"classifier-{variant}"] = export_classifier(model, variant, picture, out)
    write_json(out / "golden.json", values, None)
    for path in sorted(out.glob("*.*")):
        print(f"{path.name:28s} {path.stat().st_size / 1024:8.0f} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
