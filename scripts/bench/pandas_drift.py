"""Population stability index and Kolmogorov-Smirnov test of every column of two CSV files, with pandas and SciPy.

Usage: pandas_drift.py baseline.csv current.csv; prints one JSON object.
"""

import json
import sys

import numpy as np
import pandas as pd
from scipy.stats import ks_2samp

FLOOR = 1e-4


def shares(values, edges, rows):
    counts = np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1)
    return np.maximum(np.append(counts, rows - len(values)) / rows, FLOOR)


def measure(baseline, current):
    b, c = (column[~np.isnan(column)] for column in (baseline, current))
    edges = np.unique(np.quantile(b, np.arange(1, 10) / 10))
    p = shares(b, edges, len(baseline))
    q = shares(c, edges, len(current))
    ks = ks_2samp(b, c)
    return {
        "psi": float(np.sum((p - q) * np.log(p / q))),
        "ks": {"statistic": float(ks.statistic), "p_value": float(ks.pvalue)},
    }


def peak_memory_kib():
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def main(baseline_path, current_path):
    baseline = pd.read_csv(baseline_path)
    current = pd.read_csv(current_path)
    features = {name: measure(baseline[name].to_numpy(), current[name].to_numpy()) for name in baseline.columns}
    print(json.dumps({"features": features, "peak_memory_kib": peak_memory_kib()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
