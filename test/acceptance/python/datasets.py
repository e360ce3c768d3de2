"""Writes scikit-learn's data sets named in the arguments as <folder>/<name>/{train,test}/rows.csv, a third to test."""

import csv
import sys
from pathlib import Path

from sklearn import datasets
from sklearn.model_selection import train_test_split


def write(path: Path, header: list[str], rows: list[list[float]], targets: list[str | float]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open('w', newline='', encoding='utf-8') as file:
        writer = csv.writer(file, lineterminator='\n')
        writer.writerow([*header, 'target'])
        writer.writerows([*map(repr, row), target] for row, target in zip(rows, targets))


for name in sys.argv[2:]:
    data = getattr(datasets, f'load_{name}')()
    targets = data.target.tolist()
    if 'target_names' in data:
        targets = [str(data.target_names[number]) for number in targets]
    header = [feature.replace(' ', '_').replace('(', '').replace(')', '') for feature in data.feature_names]
    train, test, train_targets, test_targets = train_test_split(
        data.data.tolist(), targets, test_size=1 / 3, random_state=7
    )
    folder = Path(sys.argv[1]) / name
    write(folder / 'train' / 'rows.csv', header, train, train_targets)
    write(folder / 'test' / 'rows.csv', header, test, test_targets)
