"""The strongest features of clusters."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import KMeans

from sklearn_info.bottleneck import (
    AgglomerativeIB,
    GeometricIB,
    InformationBottleneck,
    SequentialIB,
)
from sklearn_info.inspection import cluster_table

X = np.random.default_rng(0).poisson(2 + 6 * np.eye(3)[np.arange(30) % 3].repeat(4, 1))


@pytest.mark.parametrize(
    "estimator",
    [
        SequentialIB(3, random_state=0),
        InformationBottleneck(3, random_state=0),
        AgglomerativeIB(3),
    ],
    ids=lambda estimator: type(estimator).__name__,
)
def test_contributions_add_up_to_the_information(estimator):
    estimator.fit(X)
    table = cluster_table(estimator, n_features=100)
    assert table.features.shape == (estimator.cluster_weights_.size, 12)
    total = table.weights @ table.contributions.sum(axis=1)
    assert_allclose(total, estimator.information_, rtol=1e-10)
    assert (np.diff(table.contributions, axis=1) <= 0).all()


def test_names_are_those_of_the_cluster():
    frame = pd.DataFrame(
        X, columns=[f"{topic}{i}" for topic in "abc" for i in range(4)]
    )
    clusters = SequentialIB(3, random_state=0).fit(frame)
    table = cluster_table(clusters, n_features=4)
    topics = [{name[0] for name in row} for row in table.features]
    assert sorted(map("".join, topics)) == ["a", "b", "c"]
    of_rows = ["abc"[i % 3] for i in range(30)]
    assert [topics[t] for t in clusters.labels_] == [{topic} for topic in of_rows]
    lines = str(table).splitlines()
    assert lines[0] == f"0  33%  {' '.join(table.features[0])}"


def test_names_may_be_given():
    clusters = SequentialIB(3, random_state=0).fit(X)
    names = [f"word{i}" for i in range(12)]
    plain, named = cluster_table(clusters), cluster_table(clusters, names)
    assert plain.features[0, 0].startswith("x")
    assert_array_equal(
        [[int(name[1:]) for name in row] for row in plain.features],
        [[int(name[4:]) for name in row] for row in named.features],
    )
    with pytest.raises(ValueError, match="input_features should have length"):
        cluster_table(clusters, names[:5])


@pytest.mark.parametrize(
    "estimator", [KMeans(2, n_init=1), GeometricIB(2, random_state=0)]
)
def test_others_have_no_such_table(estimator):
    with pytest.raises(TypeError, match="has no distribution of the features"):
        cluster_table(estimator.fit(X))
