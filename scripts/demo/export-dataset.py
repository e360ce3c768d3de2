"""Writes scikit-learn's breast cancer data (569 cells, 30 measurements) as CSV: two thirds to train, one third to test."""

import csv
import sys
from pathlib import Path

from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

data = load_breast_cancer()
names = [name.replace(' ', '_') for name in data.feature_names]
labels = [str(data.target_names[target]) for target in data.target]
parts = train_test_split(data.data, labels, test_size=1 / 3, random_state=7, stratify=labels)
for channel, rows, targets in (('train', parts[0], parts[2]), ('test', parts[1], parts[3])):
    folder = Path(sys.argv[1]) / channel
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / 'cells.csv', 'w', newline='', encoding='utf-8') as file:
        writer = csv.writer(file)
        writer.writerow([*names, 'diagnosis'])
        writer.writerows([*map(repr, map(float, row)), target] for row, target in zip(rows, targets))
