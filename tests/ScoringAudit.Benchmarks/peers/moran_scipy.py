# Moran's I by permutation, SAR fixpoint and 2SLS with scipy and numpy, one thread; prints CPU seconds.
# Arguments: binary file of int32 neighbours (n x k), n, k, permutations.
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np
import scipy
import scipy.sparse as sp

path, n, k, permutations = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
targets = np.fromfile(path, dtype=np.int32).reshape(n, k)
w = sp.csr_matrix((np.full(n * k, 1.0 / k), targets.ravel(), np.arange(0, n * k + 1, k)), shape=(n, n))
w.sum_duplicates()
y = np.fromfile(path + ".y", dtype=np.float64)
z = y - y.mean()
s0, ss = w.sum(), z @ z
i = n / s0 * (z @ (w @ z)) / ss
rng = np.random.default_rng(1)
start = time.process_time()
for _ in range(permutations):
    rng.shuffle(z)
    _ = n / s0 * (z @ (w @ z)) / ss
per = (time.process_time() - start) / permutations
fixed, s = y - y.mean(), np.zeros(n)
start = time.process_time()
steps = 0
while True:
    new = fixed + 0.4 * (w @ s)
    change = np.abs(new - s).max()
    s, steps = new, steps + 1
    if 0.4 / 0.6 * change < 1e-10:
        break
fixpoint = time.process_time() - start
x = np.fromfile(path + ".x", dtype=np.float64)
score = np.fromfile(path + ".s", dtype=np.float64)
start = time.process_time()
wx = w @ x
wwx = w @ wx
wy = w @ score
one = np.ones(n)
h = np.column_stack([one, x, wx, wwx])
q, _ = np.linalg.qr(h)
fit = q @ (q.T @ wy)
rhs = np.column_stack([one, x, wx, fit])
rho = np.linalg.lstsq(rhs.T @ rhs, rhs.T @ score, rcond=None)[0][3]
two = time.process_time() - start
print(f"scipy {scipy.__version__},{per:.6f},{fixpoint:.6f},{two:.6f},{i:.9f},{rho:.6f}")
