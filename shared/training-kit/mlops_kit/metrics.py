"""What a training can say about itself: on the rows it saw, and across its folds; never about test data."""

import math

import numpy as np

SMALLEST_PROBABILITY = 1e-15


def accuracy(target: np.ndarray, probabilities: np.ndarray) -> float:
    """The share of rows whose most probable class is the true one."""
    return float(np.mean(probabilities.argmax(axis=1) == target))


def log_loss(target: np.ndarray, probabilities: np.ndarray) -> float:
    """Mean negative log-probability of the true class, probabilities clipped at 1e-15."""
    true = probabilities[np.arange(len(target)), target]
    return float(-np.mean(np.log(np.clip(true, SMALLEST_PROBABILITY, 1))))


def rmse(target: np.ndarray, predictions: np.ndarray) -> float:
    """Root mean squared error."""
    return float(np.sqrt(np.mean((predictions[:, 0] - target) ** 2)))


def mae(target: np.ndarray, predictions: np.ndarray) -> float:
    """Mean absolute error."""
    return float(np.mean(np.abs(predictions[:, 0] - target)))


def r2(target: np.ndarray, predictions: np.ndarray) -> float:
    """Coefficient of determination; NaN for a constant target."""
    total = np.sum((target - target.mean()) ** 2)
    return float(1 - np.sum((predictions[:, 0] - target) ** 2) / total) if total > 0 else math.nan


CLASSIFICATION = {'accuracy': accuracy, 'log_loss': log_loss}
REGRESSION = {'rmse': rmse, 'mae': mae, 'r2': r2}


def primary_metric(classify: bool) -> str:
    """accuracy or rmse."""
    return 'accuracy' if classify else 'rmse'


def measure(target: np.ndarray, output: np.ndarray, classify: bool) -> dict[str, float]:
    """Every metric that is defined for these rows."""
    measured = {name: of(target, output) for name, of in (CLASSIFICATION if classify else REGRESSION).items()}
    return {name: value for name, value in measured.items() if math.isfinite(value)}
