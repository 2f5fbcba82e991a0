"""The OpenCV side of track.bench.ts: displacements of pairs of pictures by DIS (medium, finest scale 0) and Farneback (window 9)."""

import sys
import time
from pathlib import Path

import cv2
import numpy as np

cv2.setNumThreads(1)
folder = Path(sys.argv[1])
side = int(sys.argv[2])
first, second = (np.fromfile(folder / name, np.uint8).reshape(-1, side, side, 3) for name in ("first.u8", "second.u8"))
grey = lambda pictures: [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in pictures]
dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
dis.setFinestScale(0)


def farneback(a, b):
    return cv2.calcOpticalFlowFarneback(a, b, None, 0.5, 4, 9, 5, 5, 1.1, 0)


pairs = list(zip(grey(first), grey(second)))
for name, flow in (("dis", lambda a, b: dis.calc(a, b, None)), ("farneback", farneback)):
    start = time.perf_counter()
    fields = [flow(a, b) for a, b in pairs]
    print(f"{name}: {1000 * (time.perf_counter() - start) / len(pairs):.2f} ms a pair", file=sys.stderr)
    np.stack(fields).transpose(0, 3, 1, 2).astype("<f4").tofile(folder / f"{name}.f32")
