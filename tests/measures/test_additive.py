"""Tables of the additive entropy estimators, against published values."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import json
from pathlib import Path

import numpy as np
import pytest

from sklearn_info.measures import additive_table

VALUES = json.loads(
    (Path(__file__).parent / "data" / "discrete_values.json").read_text()
)["discrete_entropy"]
FIXTURE_NAMES = {
    "plugin": "plugin",
    "miller_madow": "miller_madow",
    "grassberger": "grassberger_2003",
    "jackknife": "jackknife",
    "zhang": "chao_wang_jost_first_term=zhang",
}


@pytest.mark.parametrize("case", VALUES)
@pytest.mark.parametrize("estimator", FIXTURE_NAMES)
def test_entropy_from_table_equals_published_values(case, estimator):
    counts = np.array(VALUES[case]["counts"])
    n = counts.sum()
    f, alpha = additive_table(estimator, n, counts.max())
    entropy = alpha - f[counts].sum() / n
    # A dozen decimals is what the coarsest peer prints.
    for value in VALUES[case]["values"][FIXTURE_NAMES[estimator]].values():
        assert entropy == pytest.approx(value, abs=1e-12)


def test_table_reaches_the_largest_count_and_is_zero_at_zero():
    for estimator in FIXTURE_NAMES:
        for max_count in (0, 1, 2, 3, 255, 256, 1000):
            f, _ = additive_table(estimator, 2000, max_count)
            assert f.size > max_count
            assert f[0] == 0


def test_a_table_stops_short_only_where_it_makes_next_to_no_difference():
    """Beyond its end f(c) is taken as c log c, by kernels that divide by n >= c."""
    for estimator in FIXTURE_NAMES:
        f, _ = additive_table(estimator, 10**12, 10**12)
        assert f.size < 10**7
        c = np.arange(f.size - 1000, f.size)
        difference = np.abs(f[c] - c * np.log(c)) / c
        assert difference.max() < 3e-7
    for estimator in set(FIXTURE_NAMES) - {"plugin"}:
        assert additive_table(estimator, 10**7, 10**6)[0].size > 10**6


def test_table_cannot_be_written_to():
    f, _ = additive_table("plugin", 10, 10)
    with pytest.raises(ValueError, match="read-only"):
        f[0] = 1.0


@pytest.mark.parametrize(
    "estimator", ["chao_shen", "chao_wang_jost", "james_stein", "nsb", "bayes"]
)
def test_other_estimators_have_no_table(estimator):
    assert additive_table(estimator, 10, 10) is None
