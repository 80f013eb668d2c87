"""EASE (Steck 2019) with numpy: the seconds that one fit takes, without making the data.

    python tests/python/ease_numpy.py USERS ITEMS INTERACTIONS

G = XᵀX + λI, P = G⁻¹, B = −P / diag(P), in single precision, with the products and the inverse of numpy's BLAS and LAPACK.
numpy's version is that of requirements-keras.txt; the matrix is random, which changes nothing about the time.
"""

import sys
import time

import numpy as np

users, items, interactions = map(int, sys.argv[1:4])
generator = np.random.default_rng(1)
x = np.zeros((users, items), dtype=np.float32)
x[generator.integers(users, size=interactions), generator.integers(items, size=interactions)] = 1

begun = time.perf_counter()
gram = x.T @ x
gram[np.diag_indices(items)] += 100
inverse = np.linalg.inv(gram)
weights = inverse / -np.diag(inverse)
weights[np.diag_indices(items)] = 0
print(time.perf_counter() - begun)
