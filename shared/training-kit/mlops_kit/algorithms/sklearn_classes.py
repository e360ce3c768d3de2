"""Probabilities of scikit-learn classifiers that may not have seen every class."""

import numpy as np


def spread_probabilities(probabilities: np.ndarray, seen: np.ndarray, classes: int) -> np.ndarray:
    """[rows, seen] to [rows, classes] as float64; a class the fit never saw (a fold may lack one) gets 0."""
    spread = np.zeros((len(probabilities), classes))
    spread[:, seen] = probabilities
    return spread
