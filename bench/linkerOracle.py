"""The scikit-learn side of linker.bench.ts: makes the data, then answers one command a line on stdin with one line of JSON."""

import json
import sys
import time
from pathlib import Path

import numpy as np
from sklearn.linear_model import ElasticNet, LinearRegression, Ridge

folder = Path(sys.argv[1])
rows, units, latent_dim = (int(extent) for extent in sys.argv[2:5])
CHECKED_ROWS = 2000
CHECKED_TARGETS = 8


def make_data() -> None:
    """ReLU-like representations with shared causes; latents are a noisy linear map of both, of spread about 1."""
    random = np.random.default_rng(0)
    normal = lambda *shape: random.standard_normal(shape, dtype=np.float32)
    causes = normal(rows, 32)
    x = np.maximum(causes @ normal(32, units) * np.float32(0.15) + normal(rows, units), 0)
    y = causes @ normal(32, latent_dim) * np.float32(0.1) + x @ normal(units, latent_dim) * np.float32(0.6 / units**0.5)
    y += normal(rows, latent_dim) * np.float32(0.5)
    np.save(folder / "X.npy", x)
    np.save(folder / "Y.npy", y)


def seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def elastic_net(tolerance: float = 1e-4) -> ElasticNet:
    return ElasticNet(alpha=0.05, l1_ratio=0.5, precompute=True, tol=tolerance, max_iter=10_000)


def elastic_net_seconds() -> float:
    """All targets, from the cost of one more target and one Gram matrix: all of them would take minutes."""
    many = seconds(lambda: elastic_net().fit(x, y[:, :64]))
    few = seconds(lambda: elastic_net().fit(x, y[:, :32]))
    gram = seconds(lambda: np.dot(x.T, x))
    return max(0.0, many - few) / 32 * latent_dim + gram


MLP_WIDTHS = (2048, 1024, 512)
MLP_BATCH = 128
MLP_STEPS = 20


def mlp_steps():
    """Seconds of one Adam step of a network with one hidden layer, the mean of some; as linkerFits.process.ts does them."""
    import torch

    torch.set_num_threads(2)
    torch.manual_seed(0)
    inputs, hidden, outputs = MLP_WIDTHS
    model = torch.nn.Sequential(torch.nn.Linear(inputs, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, outputs))
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    data = torch.randn(MLP_STEPS, MLP_BATCH, inputs).relu()
    targets = torch.randn(MLP_STEPS, MLP_BATCH, outputs)

    def run() -> float:
        start = time.perf_counter()
        for batch, wanted in zip(data, targets):
            optimiser.zero_grad()
            torch.nn.functional.mse_loss(model(batch), wanted).backward()
            optimiser.step()
        return (time.perf_counter() - start) / MLP_STEPS

    run()
    return run


def linked(name: str) -> np.ndarray:
    linker = np.load(folder / name)
    return x[:CHECKED_ROWS] @ linker["coef"].T + linker["intercept"]


def worst(actual: np.ndarray, expected: np.ndarray) -> float:
    return float(np.abs(actual - expected).max() / y.std())


def ridge_error() -> float:
    model = Ridge(alpha=1.0).fit(x.astype(np.float64), y.astype(np.float64))
    return worst(linked("ridge.npz"), model.predict(x[:CHECKED_ROWS].astype(np.float64)))


def elastic_net_error() -> float:
    model = elastic_net(1e-9).fit(x.astype(np.float64), y[:, :CHECKED_TARGETS].astype(np.float64))
    expected = model.predict(x[:CHECKED_ROWS].astype(np.float64))
    return worst(linked("elastic-net.npz")[:, :CHECKED_TARGETS], expected)


mlp = mlp_steps()

commands = {
    "mlp": mlp,
    "ridge": lambda: seconds(lambda: Ridge(alpha=1.0).fit(x, y)),
    "least-squares": lambda: seconds(lambda: LinearRegression().fit(x, y)),
    "elastic-net": elastic_net_seconds,
    "ridge-error": ridge_error,
    "elastic-net-error": elastic_net_error,
}

make_data()
x = np.load(folder / "X.npy")
y = np.load(folder / "Y.npy")
print(json.dumps(0), flush=True)
for line in sys.stdin:
    print(json.dumps(commands[line.strip()]()), flush=True)
