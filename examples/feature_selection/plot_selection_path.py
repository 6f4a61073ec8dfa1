"""
How many words a classifier needs
=================================

A selector ranks the words of a corpus; how many of them to keep is a question for
cross-validation. A grid search over the number would rank the words again for each
number and each fold.
:class:`~sklearn_info.feature_selection.SelectionPathCV` ranks once a fold, because the
first hundred of a thousand words are the hundred that would have been chosen alone.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

# %%
# The texts
# ---------
# The articles of BBC News and the counts of their words.

import time

import matplotlib.pyplot as plt
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from sklearn_info.datasets import load_bbc_news
from sklearn_info.feature_selection import MIFeatureSelector, SelectionPathCV
from sklearn_info.inspection import SelectionPathDisplay

news = load_bbc_news()
texts, y = news.data, news.target
vectorizer = CountVectorizer(min_df=2)
X = vectorizer.fit_transform(texts)
print(f"{X.shape[0]} articles, {X.shape[1]} words, {X.nnz} counts")

# %%
# The path
# --------
# Sixteen numbers of words by five folds: eighty classifiers, and five rankings. With
# ``rule="one_standard_error"`` the fewest words are kept that are as good as the best
# number, as far as five folds can tell.

numbers = [5, 10, 20, 35, 50, 75, 100, 150, 200, 350, 500, 750, 1000, 2000, 5000, 10000]
paths = {}
for per_class in (False, True):
    begin = time.perf_counter()
    path = SelectionPathCV(
        MIFeatureSelector(per_class=per_class),
        MultinomialNB(),
        k=numbers,
        rule="one_standard_error",
    ).fit(X, y)
    name = "information, per class" if per_class else "information"
    paths[name] = path
    best = path.cv_results_["mean_test_score"].max()
    print(
        f"{name}: {path.n_features_} words, best accuracy {best:.3f}, "
        f"{time.perf_counter() - begin:.2f} s"
    )

# %%
# The same number of fits by a grid search over a pipeline, with a selector that
# scikit-learn counts among its fast ones:

begin = time.perf_counter()
pipeline = make_pipeline(SelectKBest(chi2), MultinomialNB())
search = GridSearchCV(pipeline, {"selectkbest__k": numbers}).fit(X, y)
print(
    f"chi2 and grid search: best accuracy {search.best_score_:.3f}, "
    f"{time.perf_counter() - begin:.2f} s"
)

# %%
# The picture
# -----------
# Mean accuracy with its standard error; the dotted lines mark the numbers chosen.

fig, ax = plt.subplots(figsize=(6.4, 4), layout="constrained")
for name, path in paths.items():
    SelectionPathDisplay.from_estimator(path, ax=ax, name=name)
ax.set(xlabel="number of words", ylabel="accuracy, five folds")
ax.legend(loc="lower right")
plt.show()

# %%
# The fitted path predicts, and knows its words, in the order in which they were
# chosen.

path = paths["information, per class"]
words = vectorizer.get_feature_names_out()
print(", ".join(words[path.ranking_[:15]]))
text = "The striker scored twice in the cup final"
(label,) = path.predict(vectorizer.transform([text]))
print(f"{text!r} is about {news.target_names[label]}")
