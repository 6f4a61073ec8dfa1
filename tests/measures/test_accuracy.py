"""How near the estimates of continuous variables come to what is known."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from references.closed_forms import ONE_BY_ONE, student_blocks

from sklearn_info.measures import mutual_information

# The log ratio of the densities has a standard deviation of 0.5 to 0.8 nats, so that
# even its exact mean over 10,000 samples scatters by 0.005 to 0.008 around the
# information, and our estimate by 0.010. The mean of 20 leaves 0.002 of that, and the
# errors of the estimator itself.
N_SAMPLES, N_REPEATS = 10_000, 20


def mean_estimate(sample, **options):
    rng = np.random.default_rng(0)
    return np.mean(
        [
            mutual_information(*sample(rng, N_SAMPLES), **options)
            for _ in range(N_REPEATS)
        ]
    )


def test_nine_closed_forms():
    errors = {
        name: mean_estimate(sample) - truth
        for name, (sample, truth) in ONE_BY_ONE.items()
    }
    assert len(errors) == 9
    assert np.mean(np.abs(list(errors.values()))) <= 0.006, errors
    # The one that is hardest: a density with edges, which neighbourhoods overlap.
    assert max(map(abs, errors.values())) <= 0.02, errors


def test_normal_scores_help_where_tails_are_heavy():
    sample, truth = ONE_BY_ONE["Cauchy"]
    by_default = abs(mean_estimate(sample) - truth)
    by_scale = abs(mean_estimate(sample, estimator="ksg", marginals="standard") - truth)
    assert by_default < 0.006 < 0.02 < by_scale


def test_independent_variables():
    cases = {
        "numbers": lambda rng, n: rng.normal(size=(2, n)),
        "heavy tails": lambda rng, n: (rng.standard_cauchy(n), rng.normal(size=n)),
        "classes": lambda rng, n: (rng.normal(size=n), rng.integers(0, 3, n)),
        "atoms": lambda rng, n: (np.maximum(rng.normal(size=n), 0), rng.normal(size=n)),
    }
    for name, sample in cases.items():
        assert abs(mean_estimate(sample)) < 0.01, name


def test_a_constant_column_has_exactly_none():
    x = np.random.default_rng(0).normal(size=1000)
    for constant in (np.zeros(1000), np.full(1000, 0.1), np.full(1000, 1e300)):
        assert mutual_information(constant, x, estimator="ksg") == 0
        assert mutual_information(x, constant, given=x**2) == 0


@pytest.mark.parametrize("marginals", [None, "standard", "normal_scores"])
def test_a_large_offset_changes_nothing(marginals):
    # Multiples of 2^-10, which stay exact beside 1e10.
    rng = np.random.default_rng(0)
    x, y, z = np.round(rng.normal(size=(3, 1000)) * 1024) / 1024
    y += x
    classes = (y > 0).astype(int)
    options = {"marginals": marginals}
    for estimator, other, given in (
        ("auto", y, None),
        ("auto", classes, None),
        ("ksg", y, None),
        ("ksg", y, z),
        ("ross", classes, None),
        ("ross", classes, z),
    ):
        plain = mutual_information(
            x, other, given=given, estimator=estimator, **options
        )
        moved = mutual_information(
            x + 1e10, other, given=given, estimator=estimator, **options
        )
        assert moved == plain


def test_the_global_generator_is_not_asked():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 500))
    values = set()
    for seed in range(4):
        np.random.seed(seed)  # noqa: NPY002
        values.add(
            (
                mutual_information(x, y),
                mutual_information(x, y > 0),
                mutual_information(np.maximum(x, 0), y),
            )
        )
    assert len(values) == 1


@pytest.mark.parametrize(
    ("width", "freedom", "truth", "tolerance"),
    # Neighbours fall short in more columns; the standard error is 0.015.
    [(2, 1, 0.431946, 0.06), (2, 2, 0.193147, 0.05), (3, 2, 0.290922, 0.1)],
)
def test_blocks_of_student_variables(width, freedom, truth, tolerance):
    x, y = student_blocks(np.random.default_rng(0), 5000, width, freedom)
    assert mutual_information(x, y) == pytest.approx(truth, abs=tolerance)
