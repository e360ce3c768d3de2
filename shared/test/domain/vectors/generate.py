"""Writes metrics.json and statistics.json beside itself: data and what scikit-learn, SciPy and NumPy say about them.

Run with: python3 generate.py   (numpy 1.24, scipy 1.10, scikit-learn 1.2)
Where the libraries warn that a metric is ill-defined, the expectation is null.
"""

import json
import math
import pathlib
import warnings

import numpy as np
from scipy import special, stats
from sklearn import metrics as m
from sklearn.exceptions import UndefinedMetricWarning

warnings.simplefilter('ignore')
warnings.simplefilter('error', UndefinedMetricWarning)
warnings.filterwarnings('error', message='No positive class found')
rng = np.random.default_rng(20250110)
here = pathlib.Path(__file__).parent


def value(compute):
    try:
        result = float(compute())
    except (UndefinedMetricWarning, UserWarning, ValueError, ZeroDivisionError):
        return None
    return result if math.isfinite(result) else None


def calibration_error(confidence, hit):
    bins = np.clip(np.digitize(confidence, np.arange(1, 10) / 10, right=True), 0, 9)
    return sum(
        (bins == k).mean() * abs(hit[bins == k].mean() - confidence[bins == k].mean()) for k in range(10) if (bins == k).any()
    )


def specificity_of(y, p, label):
    negatives = y != label
    return float((p[negatives] != label).sum()) / int(negatives.sum())


def macro_ranking(y, proba, score):
    return np.mean([score(y == k, proba[:, k]) for k in range(proba.shape[1])])


def classification(name, size, y, p, proba, positive):
    y, p = np.array(y), np.array(p)
    binary = size == 2
    occurring = sorted(set(y) | set(p))
    in_truth = sorted(set(y))
    expected = {
        'accuracy': value(lambda: m.accuracy_score(y, p)),
        'balanced_accuracy': value(lambda: m.balanced_accuracy_score(y, p)),
        'mcc': None if len(set(y)) < 2 or len(set(p)) < 2 else value(lambda: m.matthews_corrcoef(y, p)),
        'specificity': value(
            lambda: specificity_of(y, p, positive) if binary else np.mean([specificity_of(y, p, k) for k in occurring])
        ),
    }
    for short, score in (('precision', m.precision_score), ('recall', m.recall_score), ('f1', m.f1_score)):
        macro = value(lambda: score(y, p, labels=occurring, average='macro'))
        one = value(lambda: score(y == positive, p == positive))
        expected[short] = one if binary else macro
        expected[short + '_macro'] = macro
        expected[short + '_weighted'] = value(lambda: score(y, p, labels=in_truth, average='weighted'))
    if proba is not None:
        q = proba[:, positive]
        hot = np.eye(size)[y]
        top = proba.argmax(axis=1)
        expected['log_loss'] = value(lambda: m.log_loss(y, proba, eps=1e-15, labels=range(size)))
        expected['brier'] = value(
            lambda: m.brier_score_loss(y == positive, q, pos_label=True) if binary else ((proba - hot) ** 2).sum(axis=1).mean()
        )
        expected['ece'] = value(
            lambda: calibration_error(q, (y == positive) * 1.0)
            if binary
            else calibration_error(proba.max(axis=1), (top == y) * 1.0)
        )
        expected['roc_auc'] = value(
            lambda: m.roc_auc_score(y == positive, q) if binary else macro_ranking(y, proba, m.roc_auc_score)
        )
        expected['average_precision'] = value(
            lambda: m.average_precision_score(y == positive, q)
            if binary
            else macro_ranking(y, proba, m.average_precision_score)
        )
    return {
        'name': name,
        'classes': size,
        'positive': positive,
        'truth': y.tolist(),
        'predicted': p.tolist(),
        'probabilities': None if proba is None else proba.ravel().tolist(),
        'expected': expected,
        'confusion': m.confusion_matrix(y, p, labels=range(size)).tolist(),
    }


def two_columns(q):
    return np.column_stack([1 - q, q])


def classification_cases():
    n = 60
    y = rng.integers(0, 2, n)
    q = np.round(np.clip(0.3 + 0.35 * y + rng.normal(0, 0.25, n), 0, 1), 2)
    yield classification('binary with tied scores', 2, y, (q > 0.5) * 1, two_columns(q), 1)
    yield classification('binary, the first class positive', 2, y, (q > 0.5) * 1, two_columns(q), 0)
    coarse = np.round(q, 1)
    yield classification('scores on the edges of the bins', 2, y, (coarse > 0.5) * 1, two_columns(coarse), 1)
    yield classification('perfect', 2, y, y, two_columns(y * 1.0), 1)
    yield classification('inverted', 2, y, 1 - y, two_columns(1.0 - y), 1)
    yield classification('one score for all', 2, y, np.ones(n, int), two_columns(np.full(n, 0.7)), 1)
    yield classification('only negatives in the data', 2, np.zeros(n, int), (q > 0.5) * 1, two_columns(q), 1)
    yield classification('only positives in the data', 2, np.ones(n, int), (q > 0.5) * 1, two_columns(q), 1)
    yield classification('nothing predicted positive', 2, y, np.zeros(n, int), two_columns(q / 3), 1)
    yield classification('labels only', 2, y, (q > 0.5) * 1, None, 1)
    yield classification('one row', 2, [1], [1], two_columns(np.array([0.8])), 1)
    y4 = rng.choice(4, n, p=[0.5, 0.25, 0.15, 0.1])
    raw = rng.gamma(1.0, size=(n, 4)) + 1.5 * np.eye(4)[y4]
    proba = raw / raw.sum(axis=1, keepdims=True)
    yield classification('four classes', 4, y4, proba.argmax(axis=1), proba, 3)
    never = np.where(proba.argmax(axis=1) == 3, 0, proba.argmax(axis=1))
    yield classification('a class never predicted', 4, y4, never, proba, 3)
    yield classification('a class not in the data', 4, np.where(y4 == 2, 0, y4), proba.argmax(axis=1), proba, 3)


def regression(name, y, p):
    y, p = np.array(y, float), np.array(p, float)
    kept = y != 0
    constant = len(y) < 2 or len(set(y)) < 2
    expected = {
        'mse': value(lambda: m.mean_squared_error(y, p)),
        'rmse': value(lambda: m.mean_squared_error(y, p, squared=False)),
        'mae': value(lambda: m.mean_absolute_error(y, p)),
        'mape': value(lambda: m.mean_absolute_percentage_error(y[kept], p[kept])) if kept.any() else None,
        'median_absolute_error': value(lambda: m.median_absolute_error(y, p)),
        'max_error': value(lambda: m.max_error(y, p)),
        'r2': None if constant else value(lambda: m.r2_score(y, p)),
        'explained_variance': None if constant else value(lambda: m.explained_variance_score(y, p)),
        'bias': value(lambda: np.mean(p - y)),
    }
    return {'name': name, 'truth': y.tolist(), 'predicted': p.tolist(), 'expected': expected}


def regression_cases():
    n = 50
    y = np.round(rng.normal(10, 4, n), 3)
    p = np.round(y + rng.normal(0.5, 1.5, n), 3)
    yield regression('fifty rows', y, p)
    yield regression('an odd number of rows', y[:7], p[:7])
    yield regression('worse than the mean', y, -p)
    yield regression('perfect', y, y)
    yield regression('constant target', np.full(n, 3.0), p)
    yield regression('one row', [2.0], [2.5])
    yield regression('some zero targets', np.where(np.arange(n) % 5 == 0, 0.0, y), p)
    yield regression('all targets zero', np.zeros(n), p)
    yield regression('far from zero', y + 1e9, p + 1e9)


def delong(y, a, b):
    """By the definition: every positive against every negative, no ranks."""

    def components(s):
        pos, neg = s[y == 1], s[y == 0]
        wins = (pos[:, None] > neg[None, :]) + 0.5 * (pos[:, None] == neg[None, :])
        return wins.mean(axis=1), wins.mean(axis=0)

    (a10, a01), (b10, b01) = components(a), components(b)
    variance = np.var(a10 - b10, ddof=1) / len(a10) + np.var(a01 - b01, ddof=1) / len(a01)
    delta = float(a10.mean() - b10.mean())
    z = delta / math.sqrt(variance) if variance > 0 else 0.0
    return {
        'truth': y.tolist(),
        'challenger': a.tolist(),
        'champion': b.tolist(),
        'delta': delta,
        'standard_error': math.sqrt(variance),
        'p_value': float(2 * stats.norm.sf(abs(z))),
    }


def bca(estimate, replicates, jackknife, confidence):
    """Efron 1987 with SciPy's normal distribution; replicates equal to the estimate count half."""
    share = (np.sum(replicates < estimate) + 0.5 * np.sum(replicates == estimate)) / len(replicates)
    z0 = stats.norm.ppf(share)
    d = jackknife.mean() - jackknife
    a = (d**3).sum() / (6 * (d**2).sum() ** 1.5)

    def level(q):
        z = z0 + stats.norm.ppf(q)
        return stats.norm.cdf(z0 + z / (1 - a * z))

    tail = (1 - confidence) / 2
    return {
        'estimate': estimate,
        'replicates': replicates.tolist(),
        'jackknife': jackknife.tolist(),
        'confidence': confidence,
        'lower': float(np.quantile(replicates, level(tail))),
        'upper': float(np.quantile(replicates, level(1 - tail))),
    }


def bca_of_mean(sample, confidence):
    replicates = np.round([rng.choice(sample, len(sample)).mean() for _ in range(200)], 3)
    jackknife = np.array([np.delete(sample, i).mean() for i in range(len(sample))])
    return bca(float(np.round(sample.mean(), 3)), replicates, jackknife, confidence)


def xoshiro128starstar(seed, count):
    """Blackman & Vigna's generator on Python integers, its four words filled by SplitMix32."""
    mask, words = 0xFFFFFFFF, []
    for _ in range(4):
        seed = (seed + 0x9E3779B9) & mask
        z = ((seed ^ (seed >> 16)) * 0x85EBCA6B) & mask
        z = ((z ^ (z >> 13)) * 0xC2B2AE35) & mask
        words.append(z ^ (z >> 16))
    s, out = words, []

    def rotate(x, k):
        return ((x << k) | (x >> (32 - k))) & mask

    for _ in range(count):
        out.append((rotate((s[1] * 5) & mask, 7) * 9) & mask)
        t = (s[1] << 9) & mask
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 11)
    return out


def mcnemar(b, c):
    if b + c == 0:
        return 1.0
    if b + c <= 1000:
        return float(stats.binomtest(min(b, c), b + c, 0.5).pvalue)
    return float(stats.chi2.sf((abs(b - c) - 1) ** 2 / (b + c), 1))


def statistics():
    y = np.array([0, 1] * 20)
    a = np.round(0.3 * y + rng.uniform(0, 0.8, 40), 2)
    b = np.round(0.2 * y + rng.uniform(0, 0.8, 40), 1)
    return {
        'normal': [
            [z, float(stats.norm.cdf(z)), float(2 * stats.norm.sf(abs(z)))]
            for z in (-37.0, -8.5, -3.0, -1.96, -0.5, -1e-9, 0.0, 1e-3, 1.0, 2.5758, 6.0, 9.0)
        ],
        'normal_quantile': [
            [p, float(special.ndtri(p))] for p in (1e-300, 1e-20, 1e-6, 0.0005, 0.025, 0.3, 0.5, 0.8, 0.975, 0.999999)
        ],
        'chi_square': [
            [x, k, float(stats.chi2.cdf(x, k)), float(stats.chi2.sf(x, k))]
            for x, k in ((0.0, 1), (1e-8, 1), (0.5, 1), (3.84, 1), (50.0, 1), (700.0, 2), (9.5, 9), (30.0, 9), (95.0, 100), (1e4, 9500))
        ],
        'chi_square_quantile': [
            [p, k, float(stats.chi2.ppf(p, k))] for p in (1e-6, 0.05, 0.5, 0.95, 0.999) for k in (1, 2, 9, 50, 1000)
        ],
        'binomial': [
            [k, n, p, float(stats.binom.cdf(k, n, p))]
            for k, n, p in ((0, 1, 0.5), (3, 10, 0.5), (450, 1000, 0.5), (2, 1000, 0.01), (300, 1000, 0.5), (9, 10, 0.9))
        ],
        'log_gamma': [[x, float(special.gammaln(x))] for x in (1e-6, 0.5, 1.0, 1.5, 2.0, 9.99, 10.0, 171.5, 1e6)],
        'mcnemar': [[b, c, mcnemar(b, c)] for b, c in ((0, 0), (1, 0), (5, 5), (3, 14), (480, 520), (600, 400), (601, 400), (700, 900))],
        'midranks': [[v, stats.rankdata(v).tolist()] for v in ([3.0], [2.0, 2.0, 2.0], [0.5, 0.1, 0.5, 0.9, 0.1, 0.1])],
        'quantile': [
            [v, q, float(np.quantile(v, q))] for v in ([5.0], [1.0, 2.0], [0.0, 1.0, 1.0, 4.0, 9.0]) for q in (0, 0.025, 0.33, 0.5, 1)
        ],
        'standard_deviation': [[v, float(np.std(v, ddof=1))] for v in ([1.0, 2.0], [1e9 + 1, 1e9 + 2, 1e9 + 4], [3.0, 3.0, 3.0])],
        'delong': [delong(y, a, b), delong(y, a, a.copy()), delong(y, np.round(a, 1), 1 - b)],
        'bca': [bca_of_mean(np.round(rng.exponential(size=25), 3), c) for c in (0.9, 0.95, 0.99)],
        'xoshiro128starstar': [[seed, xoshiro128starstar(seed, 8)] for seed in (0, 1, 42, 4294967295)],
    }


def write(name, content):
    (here / name).write_text(json.dumps(content, separators=(',', ':')) + '\n')


write('metrics.json', {'classification': list(classification_cases()), 'regression': list(regression_cases())})
write('statistics.json', statistics())
