"""Writes scikit-learn's breast cancer data (569 cells, 30 measurements) as CSV, in two deliveries.

The first, 329 cells, is what the first model is trained on and measured by. The next, 240 cells, comes from another
microscope whose scale is 15 % off: lengths are 1.15 times, areas 1.15² times what they are. Both have labels, two
thirds to train and one third to test; `next/current` is the whole delivery as it came in.
"""

import csv
import sys
from pathlib import Path

from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

SCALE = 1.15
NEXT_CELLS = 240

data = load_breast_cancer()
names = [name.replace(' ', '_') for name in data.feature_names]
labels = [str(data.target_names[target]) for target in data.target]


def factor(name):
    """What the wrong scale does to a measurement; all others are ratios."""
    if 'radius' in name or 'perimeter' in name:
        return SCALE
    return SCALE**2 if 'area' in name else 1.0


def seen_by_the_new_microscope(row):
    return [round(value * factor(name), 6) if factor(name) != 1 else value for name, value in zip(names, row)]


def write(folder, name, rows, targets):
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / name, 'w', newline='', encoding='utf-8') as file:
        writer = csv.writer(file)
        writer.writerow([*names, 'diagnosis'])
        writer.writerows([*map(repr, map(float, row)), target] for row, target in zip(rows, targets))


def split(rows, targets, test_size):
    return train_test_split(rows, targets, test_size=test_size, random_state=3, stratify=targets)


out = Path(sys.argv[1])
first, following, first_labels, following_labels = split(data.data, labels, NEXT_CELLS)
following = [seen_by_the_new_microscope(row) for row in following]
write(out / 'next' / 'current', 'cells-february.csv', following, following_labels)
for delivery, name, rows, targets in (
    ('first', 'cells-january.csv', first, first_labels),
    ('next', 'cells-february.csv', following, following_labels),
):
    train, test, train_labels, test_labels = split(rows, targets, 0.3 if delivery == 'first' else 1 / 3)
    write(out / delivery / 'train', name, train, train_labels)
    write(out / delivery / 'test', name, test, test_labels)
