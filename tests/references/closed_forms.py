"""Samples of two variables whose information is known in closed form."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np
from scipy.special import ndtr, ndtri

RHO = 0.75
# -log(1 - rho^2) / 2, whatever increasing map each of the normal columns goes through.
NORMAL = 0.413339
# log of a ratio of gamma functions, and differences of digammas, for one degree of
# freedom and uncorrelated columns, which are dependent all the same.
STUDENT = 0.224171


def _half_cube(t):
    return t * np.sqrt(np.abs(t))


def _wiggly(t):
    """Rises everywhere, by 0.16 at least."""
    return (
        t + 0.4 * np.sin(t) + 0.2 * np.sin(1.7 * t + 1) + 0.03 * np.sin(3.3 * t - 2.5)
    )


def _bimodal(t):
    """Two normal humps, six standard deviations apart."""
    grid = np.linspace(-6, 12, 40_001)
    return np.interp(t, ndtri((ndtr(grid) + ndtr(grid - 6)) / 2), grid)


def _same(t):
    return t


def normal_pair(rng, n=2000, rho=0.6):
    """Two normal columns of some correlation."""
    x, noise = rng.normal(size=(2, n))
    return x, rho * x + math.sqrt(1 - rho**2) * noise


def _normal(marginal):
    def sample(rng, n):
        x, y = normal_pair(rng, n, RHO)
        return marginal(x), marginal(y)

    return sample


def _additive(e):
    def sample(rng, n):
        x, noise = rng.uniform(size=(2, n))
        return x, x + e * (2 * noise - 1)

    return sample


def _student(marginal):
    def sample(rng, n):
        x, y = rng.normal(size=(2, n)) / np.sqrt(rng.chisquare(1, n))
        return marginal(x), marginal(y)

    return sample


# Name: (samples of a generator and n, information in nats).
ONE_BY_ONE = {
    "normal": (_normal(_same), NORMAL),
    "normal, uniform margins": (_normal(ndtr), NORMAL),
    "normal, half cubes": (_normal(_half_cube), NORMAL),
    "normal, wiggly": (_normal(_wiggly), NORMAL),
    "normal, bimodal margins": (_normal(_bimodal), NORMAL),
    "uniform and little noise": (_additive(0.1), 0.1 - math.log(0.2)),
    "uniform and much noise": (_additive(0.75), 1 / 3),
    "Cauchy": (_student(_same), STUDENT),
    "Cauchy, asinh": (_student(np.arcsinh), STUDENT),
}


def student_blocks(rng, n, width, freedom):
    """Two blocks of a multivariate Student distribution without correlation."""
    table = rng.normal(size=(n, 2 * width))
    table /= np.sqrt(rng.chisquare(freedom, (n, 1)) / freedom)
    return table[:, :width], table[:, width:]
