"""Data for the tests: scikit-learn's bundled sets as rows of texts, and one made-up table of mixed columns."""

import numpy as np
from sklearn import datasets

HEADER_MIXED = ['age', 'job', 'city', 'income', 'label']


def bundled(name: str, *, named_classes: bool = False) -> tuple[list[str], list[list[object]]]:
    """Header and rows of iris, wine, breast_cancer or diabetes; the target is the last column."""
    data = getattr(datasets, f'load_{name}')()
    target = [str(data.target_names[label]) for label in data.target] if named_classes else data.target.tolist()
    header = [str(feature) for feature in data.feature_names] + ['target']
    return header, [[*map(repr_number, row), label] for row, label in zip(data.data, target)]


def repr_number(value: float) -> str:
    return repr(float(value))


def mixed(rows: int = 300, seed: int = 7) -> list[list[object]]:
    """Numbers with gaps, categories with gaps and awkward spellings, and a two-class target that depends on them."""
    random = np.random.default_rng(seed)
    jobs = ['clerk', 'nurse, "night"', 'línea\nnueva', '']
    table = []
    for _ in range(rows):
        age = '' if random.random() < 0.1 else f'{random.uniform(18, 80):.1f}'
        job = jobs[random.integers(4)]
        city = ['Oslo', 'Łódź', '東京', 'NA'][random.integers(4)]
        income = 'null' if random.random() < 0.05 else f'{random.lognormal(10, 0.5):.2f}'
        chance = 0.2 + 0.5 * (job == 'clerk') + 0.2 * (city == 'Oslo')
        table.append([age, job, city, income, 'yes' if random.random() < chance else 'no'])
    return table
