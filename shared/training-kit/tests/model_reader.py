"""An independent reader of the model file: plain Python, sharing no line with the kit."""

import json
import math
import struct
from pathlib import Path

import numpy as np

ITEM = {'F64': ('d', 8), 'F32': ('f', 4), 'I32': ('i', 4), 'U8': ('B', 1)}
F32 = np.float32


class ModelFile:
    """manifest.json and model.safetensors of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = json.loads((folder / 'manifest.json').read_text('utf-8'))
        self.tensors, self.shapes, self.dtypes = read_safetensors((folder / 'model.safetensors').read_bytes())
        self.kinds = [feature['kind'] for feature in self.manifest['features']]

    def transform(self, numeric: list[float], texts: list[str]) -> list[np.float32]:
        """One raw row as the model's input."""
        columns = []
        for position, value in enumerate(numeric):
            x = F32(value)
            if math.isnan(x):
                x = F32(self.tensors['numeric.fill'][position])
            if not math.isnan(x):
                lower, upper = (F32(self.tensors[f'numeric.{end}'][position]) for end in ('lower', 'upper'))
                x = min(max(x, lower), upper)
            center, scale = (F32(self.tensors[f'numeric.{part}'][position]) for part in ('center', 'scale'))
            columns.append(F32(F32(x - center) / scale))
        known = [feature['categories'] for feature in self.manifest['features'] if feature['kind'] == 'categorical']
        for text, categories in zip(texts, known, strict=True):
            if self.manifest['preprocessing']['encode'] == 'one_hot':
                columns += [F32(text == category) for category in categories]
            else:
                columns.append(F32(categories.index(text) if text in categories else -1))
        return columns

    def score(self, numeric: list[float], texts: list[str]) -> list[float]:
        """Probabilities, or the prediction, for one raw row."""
        columns = self.transform(numeric, texts)
        model = self.manifest['model']
        scores = self.linear(columns) if model['kind'] == 'linear' else self.trees(columns, model)
        if model['link'] == 'logistic':
            second = 1 / (1 + math.exp(-scores[0]))
            return [1 - second, second]
        if model['link'] == 'softmax':
            raised = [math.exp(score - max(scores)) for score in scores]
            return [value / sum(raised) for value in raised]
        return [math.exp(score) for score in scores] if model['link'] == 'exp' else scores

    def linear(self, columns: list[np.float32]) -> list[float]:
        outputs, width = self.shapes['linear.coefficient']
        coefficient, intercept = self.tensors['linear.coefficient'], self.tensors['linear.intercept']
        return [
            intercept[k] + sum(float(x) * coefficient[k * width + j] for j, x in enumerate(columns))
            for k in range(outputs)
        ]

    def trees(self, columns: list[np.float32], model: dict[str, object]) -> list[float]:
        t = self.tensors
        outputs = len(model['base'])
        leaves, width = self.shapes['tree.leaf']
        totals = [0.0] * outputs
        count = len(t['tree.offset']) - 1
        for tree in range(count):
            node = self.leaf_of(tree, columns, str(model['compare']))
            leaf = self.leaf_rank[node]
            if 'tree.output' in t:
                totals[t['tree.output'][tree]] += t['tree.leaf'][leaf]
            else:
                for k in range(width):
                    totals[k] += t['tree.leaf'][leaf * width + k]
        if model['aggregate'] == 'mean':
            totals = [total / count for total in totals]
        return [total + base for total, base in zip(totals, model['base'], strict=True)]

    def leaf_of(self, tree: int, columns: list[np.float32], compare: str) -> int:
        t = self.tensors
        start = t['tree.offset'][tree]
        node = start
        while t['tree.feature'][node] >= 0:
            x, limit = columns[t['tree.feature'][node]], F32(t['tree.threshold'][node])
            left = x <= limit if compare == 'le' else x < limit
            if math.isnan(x):
                left = t['tree.default_left'][node] == 1
            node = start + t['tree.left' if left else 'tree.right'][node]
        return node

    @property
    def leaf_rank(self) -> dict[int, int]:
        if not hasattr(self, '_leaf_rank'):
            leaves = [node for node, feature in enumerate(self.tensors['tree.feature']) if feature < 0]
            self._leaf_rank = {node: rank for rank, node in enumerate(leaves)}
        return self._leaf_rank

    def parity_rows(self) -> list[tuple[list[float], list[str], list[float]]]:
        """(numeric, texts, expected) of every parity row."""
        rows, numeric = self.shapes['parity.numeric']
        outputs = self.shapes['parity.expected'][1]
        texts = self.manifest['parity']['categorical'] or [[]] * rows
        return [
            (
                list(self.tensors['parity.numeric'][row * numeric : (row + 1) * numeric]),
                texts[row],
                list(self.tensors['parity.expected'][row * outputs : (row + 1) * outputs]),
            )
            for row in range(rows)
        ]


def read_safetensors(content: bytes) -> tuple[dict[str, tuple], dict[str, list[int]], dict[str, str]]:
    """Flat values, shapes and dtypes by name; fails on holes, overlaps and misalignment."""
    (length,) = struct.unpack_from('<Q', content)
    header = json.loads(content[8 : 8 + length])
    header.pop('__metadata__', None)
    body = content[8 + length :]
    tensors, shapes, dtypes = {}, {}, {}
    end = 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]['data_offsets']):
        letter, size = ITEM[entry['dtype']]
        first, last = entry['data_offsets']
        items = math.prod(entry['shape'])
        assert first == end and last - first == items * size and (8 + length + first) % size == 0, name
        tensors[name] = struct.unpack_from(f'<{items}{letter}', body, first)
        shapes[name], dtypes[name] = entry['shape'], entry['dtype']
        end = last
    assert end == len(body)
    return tensors, shapes, dtypes
