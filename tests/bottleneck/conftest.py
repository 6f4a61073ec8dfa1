"""What the tests of bottlenecks share."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import pytest
from references.word_clusters import make_text


@pytest.fixture
def text():
    return make_text()
