# Scores that feed scores with scipy, one thread: steps of s = b + 0.4 (W s - 600) until q / (1 - q) of the largest change is at most 1e-10;
# prints version, steps and the least CPU seconds of three runs.
# Arguments: binary file of int32 neighbours (n x k), binary file of float64 fixed parts, n, k.
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np
import scipy
import scipy.sparse as sp

n, k = int(sys.argv[3]), int(sys.argv[4])
targets = np.fromfile(sys.argv[1], dtype=np.int32)
fixed = np.fromfile(sys.argv[2], dtype=np.float64)
w = sp.csr_matrix((np.full(n * k, 1.0 / k), targets, np.arange(0, n * k + 1, k)), shape=(n, n))
best, steps = 1e9, 0
for _ in range(3):
    start, s, steps = time.process_time(), fixed.copy(), 0
    while True:
        new = fixed + 0.4 * (w @ s - 600)
        change = np.abs(new - s).max()
        s, steps = new, steps + 1
        if 0.4 / 0.6 * change <= 1e-10:
            break
    best = min(best, time.process_time() - start)
print(scipy.__version__, steps, best, float(s[0]), sep=",")
