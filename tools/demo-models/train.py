"""Trains the demo pair: python3 train.py CHECKPOINTS. Resumes where an earlier call was stopped.

Seeds and step counts are fixed; time and load do not enter the result. Numbers go to CHECKPOINTS/log.txt.
"""

import os
import sys
import time
from pathlib import Path

# Before torch: threads that wait by spinning cost several times the processor time on a busy machine.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import torch  # noqa: E402

import train_classifier  # noqa: E402
import train_generator  # noqa: E402

THREADS = 2


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    began = time.time()

    def log(line):
        clock = f"{time.time() - began:7.0f} s wall {time.process_time():7.0f} s CPU"
        with open(folder / "log.txt", "a") as file:
            file.write(f"{clock}  {line}\n")
        print(clock, line, flush=True)

    torch.set_num_threads(THREADS)
    log("start")
    for variant in train_classifier.RECIPES:
        train_classifier.train(variant, folder, log)
    train_generator.train(folder, log)
    log("done")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
