"""Predicts test data with the library's own model file of a run, and compares with predictions.csv; prints JSON.

The argument is a JSON object: run folder to test file. Loading joblib files is for tests of our own models only.
"""

import csv
import io
import json
import struct
import sys
import tarfile
from pathlib import Path

import joblib
import numpy as np
import xgboost

PREFIX = 'probability_'
ALMOST_HALF = 1e-5


def read_archive(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive if member.isfile()}


def read_tensors(content: bytes) -> dict[str, np.ndarray]:
    (length,) = struct.unpack('<Q', content[:8])
    header = json.loads(content[8 : 8 + length])
    body = content[8 + length :]
    kinds = {'F32': '<f4', 'F64': '<f8', 'I32': '<i4', 'U8': 'u1'}
    return {
        name: np.frombuffer(body[slice(*entry['data_offsets'])], kinds[entry['dtype']]).reshape(entry['shape'])
        for name, entry in header.items()
        if name != '__metadata__'
    }


def preprocessed(rows: list[dict[str, str]], manifest: dict, tensors: dict[str, np.ndarray]) -> np.ndarray:
    assert all(feature['kind'] == 'numeric' for feature in manifest['features'])
    names = [feature['name'] for feature in manifest['features']]
    raw = np.array([[float(row[name]) for name in names] for row in rows], np.float32)
    filled = np.where(np.isnan(raw), tensors['numeric.fill'], raw)
    clipped = np.minimum(np.maximum(filled, tensors['numeric.lower']), tensors['numeric.upper'])
    return (clipped - tensors['numeric.center']) / tensors['numeric.scale']


def library_scores(files: dict[str, bytes], matrix: np.ndarray, classes: int) -> np.ndarray:
    if 'xgboost-model.json' in files:
        booster = xgboost.Booster()
        booster.load_model(bytearray(files['xgboost-model.json']))
        scores = booster.predict(xgboost.DMatrix(matrix))
        return np.column_stack([1 - scores, scores]) if classes == 2 else scores
    model = joblib.load(io.BytesIO(files['model.joblib']))
    return model.predict_proba(matrix) if classes else model.predict(matrix)


def compare(run: Path, test_file: Path) -> dict[str, float]:
    files = read_archive(run / 'output' / 'model.tar.gz')
    manifest = json.loads(files['manifest.json'])
    with test_file.open(newline='', encoding='utf-8') as file:
        matrix = preprocessed(list(csv.DictReader(file)), manifest, read_tensors(files['model.safetensors']))
    with (run / 'predictions.csv').open(newline='', encoding='utf-8') as file:
        ours = list(csv.DictReader(file))
    classes = manifest['classes'] or []
    theirs = library_scores(files, matrix, len(classes)).astype(np.float64)
    if not classes:
        predictions = np.array([float(row['prediction']) for row in ours])
        size = np.sqrt((theirs**2).mean())
        return {'rows': len(ours), 'difference': float((np.abs(predictions - theirs) / size).max()), 'flips': 0}
    probabilities = np.array([[float(row[PREFIX + name]) for name in classes] for row in ours])
    labels = np.array([classes[number] for number in theirs.argmax(axis=1)])
    ordered = np.sort(theirs, axis=1)
    undecided = np.abs(ordered[:, -1] - ordered[:, -2]) < 2 * ALMOST_HALF
    flipped = (labels != [row['prediction'] for row in ours]) & ~undecided
    difference = np.abs(probabilities - theirs).max()
    return {'rows': len(ours), 'difference': float(difference), 'flips': int(flipped.sum())}


runs = json.loads(sys.argv[1])
print(json.dumps({run: compare(Path(run), Path(test_file)) for run, test_file in runs.items()}))
