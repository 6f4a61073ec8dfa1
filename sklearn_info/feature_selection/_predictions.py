"""Predictions by the estimator that a selector has fitted on its features."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn.utils.metaestimators import available_if


def _of_estimator(name):
    """Whether the final estimator has a method; its own error says that it has not."""

    def check(self):
        getattr(getattr(self, "estimator_", self._estimator), name)
        return True

    return available_if(check)


class PredictionsMixin:
    """The methods that the estimator has, from the selected features.

    A class has `_estimator`, and after fit `estimator_`; `_kept(X)` gives the columns
    of X that it was fitted on.
    """

    @property
    def classes_(self):
        """Labels of the classes."""
        return self.estimator_.classes_

    @_of_estimator("predict")
    def predict(self, X):
        """Predict by the estimator from the selected features.

        Parameters
        ----------
        X : {array-like, sparse matrix, data frame} of shape (n_samples, n_features)
            As in fit.

        Returns
        -------
        y : ndarray of shape (n_samples,) or (n_samples, n_outputs)
        """
        return self._by_estimator("predict", X)

    @_of_estimator("predict_proba")
    def predict_proba(self, X):
        """Predict the probabilities of the classes.

        Parameters
        ----------
        X : {array-like, sparse matrix, data frame} of shape (n_samples, n_features)
            As in fit.

        Returns
        -------
        p : ndarray of shape (n_samples, n_classes)
        """
        return self._by_estimator("predict_proba", X)

    @_of_estimator("predict_log_proba")
    def predict_log_proba(self, X):
        """Predict the logarithms of the probabilities of the classes.

        Parameters
        ----------
        X : {array-like, sparse matrix, data frame} of shape (n_samples, n_features)
            As in fit.

        Returns
        -------
        p : ndarray of shape (n_samples, n_classes)
        """
        return self._by_estimator("predict_log_proba", X)

    @_of_estimator("decision_function")
    def decision_function(self, X):
        """Compute the decision function of the estimator.

        Parameters
        ----------
        X : {array-like, sparse matrix, data frame} of shape (n_samples, n_features)
            As in fit.

        Returns
        -------
        score : ndarray of shape (n_samples,) or (n_samples, n_classes)
        """
        return self._by_estimator("decision_function", X)

    def _by_estimator(self, method, X):
        kept = self._kept(X)
        return getattr(self.estimator_, method)(kept)
