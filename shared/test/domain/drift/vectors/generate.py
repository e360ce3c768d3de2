"""Writes drift.json: data and what NumPy and SciPy say about them, by the definitions of docs/statistics.md.

Run with: python3 generate.py > drift.json   (numpy 1.24, scipy 1.10)
"""

import itertools
import json
import math

import numpy as np
from scipy import special, stats
from scipy.spatial.distance import jensenshannon

rng = np.random.default_rng(20250110)
FLOOR = 1e-4


def psi_of(b, c):
    keep = (b > 0) | (c > 0)
    p = np.maximum(b[keep] / b.sum(), FLOOR)
    q = np.maximum(c[keep] / c.sum(), FLOOR)
    return float(np.sum((p - q) * np.log(p / q)))


def bin_measures(b, c):
    used = int(((b > 0) | (c > 0)).sum())
    return {
        'counts': [b.tolist(), c.tolist()],
        'psi': psi_of(b, c),
        'psi_critical': float(stats.chi2.ppf(0.95, used - 1) * (1 / b.sum() + 1 / c.sum())) if used > 1 else 0.0,
        'jensen_shannon': float(jensenshannon(b / b.sum(), c / c.sum(), base=2)),
    }


def numeric_counts(x, edges):
    present = x[~np.isnan(x)]
    counts = np.bincount(np.searchsorted(edges, present, side='left'), minlength=len(edges) + 1)
    return np.append(counts, len(x) - len(present))


def value_counts(x, values):
    present = x[~np.isnan(x)]
    listed = [int((present == v).sum()) for v in values]
    return np.array(listed + [len(present) - sum(listed), len(x) - len(present)])


def ks_exact(b, c):
    result = stats.ks_2samp(b, c, method='exact')
    return {'statistic': float(result.statistic), 'p_value': float(result.pvalue)}


def ks_asymptotic(b, c):
    d = float(stats.ks_2samp(b, c, method='asymp').statistic)
    root = math.sqrt(len(b) * len(c) / (len(b) + len(c)))
    return {'statistic': d, 'p_value': float(special.kolmogorov((root + 0.12 + 0.11 / root) * d))}


def spread(x):
    sd = float(np.std(x, ddof=1))
    if sd > 0:
        return sd
    return None


def numeric_case(name, b, c):
    bp, cp = b[~np.isnan(b)], c[~np.isnan(c)]
    edges = np.unique(np.quantile(bp, np.arange(1, 10) / 10))
    if len(edges) + 1 >= 3:
        counts = bin_measures(numeric_counts(b, edges), numeric_counts(c, edges))
    else:
        distinct, times = np.unique(bp, return_counts=True)
        top = sorted(zip(-times, distinct))[:50]
        values = sorted(v for _, v in top)
        counts = bin_measures(value_counts(b, values), value_counts(c, values))
    finite = np.isfinite(bp).all() and np.isfinite(cp).all()
    unit = spread(bp) if finite else None
    return {
        'name': name,
        'baseline': encode(b),
        'current': encode(c),
        **counts,
        'ks': ks_exact(bp, cp) if max(len(bp), len(cp)) <= 10000 else ks_asymptotic(bp, cp),
        'wasserstein': float(stats.wasserstein_distance(bp, cp)) if finite else None,
        'wasserstein_normalized': float(stats.wasserstein_distance(bp, cp) / unit) if unit else None,
    }


def encode(x):
    return [None if np.isnan(v) else ('inf' if v == np.inf else '-inf' if v == -np.inf else float(v)) for v in x]


def with_missing(x, share):
    x = x.copy()
    x[rng.random(len(x)) < share] = np.nan
    return x


numeric = [
    numeric_case('no drift', rng.normal(0, 1, 300), rng.normal(0, 1, 250)),
    numeric_case('shifted mean', rng.normal(0, 1, 300), rng.normal(0.6, 1, 300)),
    numeric_case('heavy ties', rng.poisson(4, 400).astype(float), rng.poisson(5, 300).astype(float)),
    numeric_case('missing values appear', rng.gamma(2, 3, 300), with_missing(rng.gamma(2, 3, 300), 0.2)),
    numeric_case('an emptied decile', np.arange(200.0), np.arange(200.0)[20:]),
    numeric_case('infinities', np.append(rng.normal(0, 1, 98), [np.inf, -np.inf]), np.append(rng.normal(0, 1, 95), [np.inf] * 5)),
    numeric_case('mostly zero', np.append(np.zeros(290), rng.uniform(1, 2, 10)), np.append(np.zeros(260), rng.uniform(1, 2, 40))),
    numeric_case('constant baseline', np.full(50, 7.0), np.append(np.full(45, 7.0), np.arange(5.0))),
    numeric_case('constant on both sides', np.full(50, 7.0), np.full(60, 7.0)),
    numeric_case('coprime sizes', rng.uniform(0, 1, 37), rng.uniform(0.1, 1.1, 29)),
    numeric_case('far apart', rng.uniform(0, 1, 40), rng.uniform(2, 3, 60)),
    numeric_case('tiny', np.array([1.0, 2.0, 3.0]), np.array([2.5])),
    numeric_case('negative and positive zero', np.array([0.0, -0.0, 1.0, 2.0, 3.0]), np.array([-0.0, 0.0, 0.0, 5.0])),
    numeric_case('large offset', 1e9 + rng.normal(0, 1, 200), 1e9 + rng.normal(0.3, 1, 200)),
]


def formula(n, step, modulus, shift):
    return (np.arange(n, dtype=float) * step % modulus) / modulus + shift


big_b, big_c = formula(12000, 7919, 10007, 0), formula(15000, 104729, 20011, 0.01)
big_edges = np.unique(np.quantile(big_b, np.arange(1, 10) / 10))
large = {**ks_asymptotic(big_b, big_c), **bin_measures(numeric_counts(big_b, big_edges), numeric_counts(big_c, big_edges))}
exact_b, exact_c = formula(3000, 7919, 10007, 0), formula(2000, 104729, 20011, 0.02)
large_exact = ks_exact(exact_b, exact_c)


def merged(b, c, other):
    b, c = np.array(b, float), np.array(c, float)
    total = b + c
    share = min(b.sum(), c.sum()) / total.sum()
    rest = [i for i in range(len(b)) if total[i] > 0 and (i == other or total[i] * share < 5)]
    keep = [i for i in range(len(b)) if total[i] > 0 and i not in rest]
    table = [[b[i], c[i]] for i in keep]
    if rest:
        table.append([b[rest].sum(), c[rest].sum()])
    return np.array(table).T


def contingency_case(name, b, c, other):
    table = merged(b, c, other)
    n = table.sum()
    if table.shape[1] < 2:
        return {'name': name, 'baseline': b, 'current': c, 'other': other, 'statistic': 0, 'p_value': 1, 'cramers_v': 0, 'exact': False}
    chi2, p, _, expected = stats.chi2_contingency(table, correction=False)
    exact = bool(n < 40 or expected.min() < 5)
    return {
        'name': name, 'baseline': b, 'current': c, 'other': other, 'statistic': float(chi2),
        'p_value': enumerate_p(table, chi2) if exact else float(p), 'cramers_v': float(math.sqrt(chi2 / n)), 'exact': exact,
    }


def enumerate_p(table, statistic):
    """Exact permutation p-value: all tables with these margins, by their hypergeometric probability."""
    totals = table.sum(axis=0).astype(int)
    chosen = int(table[0].sum())
    share = chosen / totals.sum()
    p = 0.0
    for first in itertools.product(*(range(t + 1) for t in totals[:-1])):
        last = chosen - sum(first)
        if not 0 <= last <= totals[-1]:
            continue
        drawn = np.array([*first, last])
        weight = math.prod(math.comb(int(t), int(k)) for t, k in zip(totals, drawn)) / math.comb(int(totals.sum()), chosen)
        e1, e2 = totals * share, totals * (1 - share)
        chi2 = (((drawn - e1) ** 2) / e1 + ((drawn - e1) ** 2) / e2).sum()
        if chi2 >= statistic * (1 - 1e-12):
            p += weight
    return float(p)


contingency = [
    contingency_case('same shares', [100, 200, 300, 0, 0, 0], [50, 100, 150, 0, 0, 0], 3),
    contingency_case('different shares', [100, 200, 300, 0, 0, 10], [80, 90, 150, 0, 0, 40], 3),
    contingency_case('rare values are merged', [300, 200, 3, 2, 0, 0], [280, 190, 4, 9, 7, 0], 3),
    contingency_case('other keeps its own', [300, 200, 3, 50, 0, 0], [280, 190, 4, 20, 0, 0], 3),
    contingency_case('one category', [50, 0, 0], [60, 0, 0], 1),
    contingency_case('few rows', [8, 4, 3, 0], [2, 9, 4, 0], 3),
    contingency_case('still small after merging', [200, 100, 1, 0, 0], [190, 120, 0, 2, 0], 3),
]

def quantile7(ascending, k, parts):
    """Hyndman & Fan type 7; between a number and an infinity everything but the number itself is infinite."""
    place = (len(ascending) - 1) * k / parts
    low = math.floor(place)
    a, b = ascending[low], ascending[min(low + 1, len(ascending) - 1)]
    if place == low or a == b:
        return a
    if np.isinf(a) or np.isinf(b):
        return a if np.isinf(a) else b
    return a + (place - low) * (b - a)


def special_case(name, b, c):
    """Like numeric_case, for columns with nothing in them or with many infinities, which np.quantile does not take."""
    bp, cp = np.sort(b[~np.isnan(b)]), np.sort(c[~np.isnan(c)])
    edges = sorted({quantile7(bp, k, 10) for k in range(1, 10)}) if len(bp) else []
    if len(edges) + 1 >= 3:
        counts = bin_measures(numeric_counts(b, edges), numeric_counts(c, edges))
    else:
        values = sorted(set(bp))
        counts = bin_measures(value_counts(b, values), value_counts(c, values))
    empty = len(bp) == 0 or len(cp) == 0
    finite = np.isfinite(bp).all() and np.isfinite(cp).all()
    unit = spread(bp) if finite and len(bp) > 1 else None
    distance = float(stats.wasserstein_distance(bp, cp)) if finite and not empty else None
    return {
        'name': name,
        'baseline': encode(b),
        'current': encode(c),
        **counts,
        'ks': None if empty else ks_exact(bp, cp),
        'wasserstein': distance,
        'wasserstein_normalized': distance / unit if unit and distance is not None else None,
    }


nothing = np.full(40, np.nan)
numeric += [
    numeric_case('missing on both sides', with_missing(rng.normal(0, 1, 300), 0.3), with_missing(rng.normal(0, 1, 260), 0.05)),
    numeric_case('ties, missing and negative values', with_missing(np.round(rng.normal(0, 2, 400)), 0.1), np.round(rng.normal(0.5, 2, 400))),
    numeric_case('few distinct values, declared numeric', rng.integers(0, 4, 200).astype(float), rng.integers(1, 5, 150).astype(float)),
    special_case('empty on both sides', nothing, np.full(30, np.nan)),
    special_case('empty baseline', nothing, rng.normal(0, 1, 30)),
    special_case('empty current data', rng.normal(0, 1, 50), nothing),
    special_case('constant, then empty', np.full(30, 2.0), nothing),
    special_case('a third infinite', np.append(np.arange(60.0), [np.inf] * 30), np.append(np.arange(70.0), [-np.inf] * 20)),
    special_case('infinite and constant', np.full(30, np.inf), np.append(np.full(20, np.inf), [1.0] * 5)),
]


def categorical_case(name, b, c):
    """Texts, None for missing; p-values by permutation are left to the contingency cases."""
    known = {}
    for value in b:
        if value is not None:
            known[value] = known.get(value, 0) + 1
    ranked = sorted(known, key=lambda value: (-known[value], value))
    values = [value for value in ranked if known[value] / len(b) >= 0.01][:50]
    others = set(known) - set(values)

    def counts(cells):
        bins = [sum(cell == value for cell in cells) for value in values]
        bins.append(sum(cell in others for cell in cells))
        bins.append(sum(cell is not None and cell not in known for cell in cells))
        bins.append(sum(cell is None for cell in cells))
        return bins

    cb, cc = counts(b), counts(c)
    chi = contingency_case(name, cb, cc, len(values))
    return {
        'name': name,
        'baseline': b,
        'current': c,
        **bin_measures(np.array(cb), np.array(cc)),
        'values': values,
        'missing_rate': {'baseline': cb[-1] / len(b), 'current': cc[-1] / len(c)},
        'chi_square': {key: chi[key] for key in ('statistic', 'p_value', 'cramers_v', 'exact')},
    }


def drawn(n, shares):
    return rng.choice(list(shares), size=n, p=[share / sum(shares.values()) for share in shares.values()]).tolist()


many = {f'v{i:03}': 1 / (i + 1) for i in range(120)}
categorical = [
    categorical_case('no drift', drawn(400, {'a': 5, 'b': 3, 'c': 2}), drawn(300, {'a': 5, 'b': 3, 'c': 2})),
    categorical_case('other shares', drawn(400, {'a': 5, 'b': 3, 'c': 2}), drawn(300, {'a': 2, 'b': 3, 'c': 5})),
    categorical_case('a new category', drawn(400, {'a': 5, 'b': 3}), drawn(300, {'a': 5, 'b': 3, 'new': 2})),
    categorical_case('rare values on both sides, and new ones', drawn(900, many), drawn(700, {**many, 'x1': 0.05, 'x2': 0.05})),
    categorical_case('missing cells', drawn(300, {'a': 1, 'b': 1}) + [None] * 40, drawn(300, {'a': 1, 'b': 1}) + [None] * 140),
    categorical_case('constant on both sides', ['only'] * 60, ['only'] * 90),
    categorical_case('constant, then another constant', ['one'] * 60, ['two'] * 90),
    categorical_case('empty on both sides', [None] * 60, [None] * 50),
    categorical_case('empty baseline', [None] * 60, ['a'] * 30 + ['b'] * 30),
    categorical_case('empty current data', ['a'] * 30 + ['b'] * 30, [None] * 60),
    categorical_case('all values gone', drawn(200, {'a': 1, 'b': 1}), drawn(200, {'c': 1, 'd': 1})),
    categorical_case('ties in the shares', ['z', 'y', 'x'] * 50, ['x', 'y', 'z', 'z'] * 40),
]

p_values = [0.01, 0.04, 0.03, 0.005, 0.5, 0.04, 1.0, 0.8]
order = np.argsort(p_values)
ranked = np.array(p_values)[order] * len(p_values) / np.arange(1, len(p_values) + 1)
adjusted = np.empty(len(p_values))
adjusted[order] = np.minimum(1, np.minimum.accumulate(ranked[::-1])[::-1])

print(json.dumps({
    'numeric': numeric,
    'large': large,
    'large_exact': large_exact,
    'contingency': contingency,
    'categorical': categorical,
    'benjamini_hochberg': {'p_values': p_values, 'adjusted': adjusted.tolist()},
}))
