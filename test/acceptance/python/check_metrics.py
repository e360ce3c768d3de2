"""Prints, for every run folder in the arguments, the metrics scikit-learn computes from its predictions.csv, as JSON.

The first argument is a JSON object: run folder to positive class, null where there is none.
"""

import csv
import json
import math
import sys
from pathlib import Path

import numpy as np
from sklearn import metrics as m

PREFIX = 'probability_'


def calibration_error(confidence: np.ndarray, hit: np.ndarray) -> float:
    bins = np.minimum(np.maximum(np.ceil(confidence * 10).astype(int) - 1, 0), 9)
    gaps = [(bins == k).mean() * abs(hit[bins == k].mean() - confidence[bins == k].mean()) for k in set(bins)]
    return float(sum(gaps))


def specificity(truth: np.ndarray, predicted: np.ndarray, label: str) -> float:
    return m.recall_score(truth != label, predicted != label)


def classification(rows: list[dict[str, str]], positive: str | None) -> dict[str, float]:
    classes = [name.removeprefix(PREFIX) for name in rows[0] if name.startswith(PREFIX)]
    truth = np.array([row['target'] for row in rows])
    predicted = np.array([row['prediction'] for row in rows])
    probabilities = np.array([[float(row[PREFIX + name]) for name in classes] for row in rows])
    number = np.array([classes.index(label) for label in truth])
    # Clipped as the definition says; scikit-learn's own bound differs between its versions.
    clipped = np.clip(probabilities, 1e-15, 1 - 1e-15)
    found = {
        'accuracy': m.accuracy_score(truth, predicted),
        'balanced_accuracy': m.balanced_accuracy_score(truth, predicted),
        'mcc': m.matthews_corrcoef(truth, predicted),
        'log_loss': m.log_loss(number, clipped, labels=range(len(classes))),
    }
    for name, score in (('precision', m.precision_score), ('recall', m.recall_score), ('f1', m.f1_score)):
        found[f'{name}_macro'] = score(truth, predicted, average='macro')
        found[f'{name}_weighted'] = score(truth, predicted, average='weighted')
        found[name] = score(truth == positive, predicted == positive) if positive else found[f'{name}_macro']
    if positive:
        chance = probabilities[:, classes.index(positive)]
        found['specificity'] = specificity(truth, predicted, positive)
        found['roc_auc'] = m.roc_auc_score(truth == positive, chance)
        found['average_precision'] = m.average_precision_score(truth == positive, chance)
        found['brier'] = m.brier_score_loss(truth == positive, chance)
        found['ece'] = calibration_error(chance, (truth == positive).astype(float))
        return found
    one_hot = np.eye(len(classes))[number]
    found['specificity'] = np.mean([specificity(truth, predicted, label) for label in classes])
    found['roc_auc'] = m.roc_auc_score(one_hot, probabilities, average='macro')
    found['average_precision'] = m.average_precision_score(one_hot, probabilities, average='macro')
    found['brier'] = ((probabilities - one_hot) ** 2).sum(axis=1).mean()
    found['ece'] = calibration_error(probabilities.max(axis=1), (truth == predicted).astype(float))
    return found


def regression(rows: list[dict[str, str]]) -> dict[str, float]:
    truth = np.array([float(row['target']) for row in rows])
    predicted = np.array([float(row['prediction']) for row in rows])
    return {
        'rmse': math.sqrt(m.mean_squared_error(truth, predicted)),
        'mse': m.mean_squared_error(truth, predicted),
        'mae': m.mean_absolute_error(truth, predicted),
        'mape': m.mean_absolute_percentage_error(truth, predicted),
        'median_absolute_error': m.median_absolute_error(truth, predicted),
        'max_error': m.max_error(truth, predicted),
        'r2': m.r2_score(truth, predicted),
        'explained_variance': m.explained_variance_score(truth, predicted),
        'bias': (predicted - truth).mean(),
    }


expected = {}
for folder, positive in json.loads(sys.argv[1]).items():
    with (Path(folder) / 'predictions.csv').open(newline='', encoding='utf-8') as file:
        rows = list(csv.DictReader(file))
    of_classes = any(name.startswith(PREFIX) for name in rows[0])
    found = classification(rows, positive) if of_classes else regression(rows)
    expected[folder] = {name: float(value) for name, value in found.items()}
print(json.dumps(expected))
