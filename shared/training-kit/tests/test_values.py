"""The text of a cell: missing, number or text."""

import math
import unittest

import numpy as np

from mlops_kit.values import is_missing, parse_number, parse_numbers

MISSING = ['', 'NA', 'na', 'NaN', 'nan', 'NULL', 'null', ' ', '\t', ' NA ']
NUMBERS = {
    '0': 0, '-0.5': -0.5, '+3': 3, '.5': 0.5, '5.': 5, '1e3': 1000, '1E-2': 0.01, ' 7\t': 7,
    'inf': math.inf, '-Infinity': -math.inf, '+INF': math.inf, '1e999': math.inf, '9007199254740993': 2.0**53,
}  # fmt: skip
TEXTS = [
    '1_000', '0x10', '1,5', '١', '--1', '1e', 'e5', '.', '-nan', '+nan', 'infinit', 'n/a', 'None', '1 2', '\xa01', '1\n', '½',
]  # fmt: skip


class Values(unittest.TestCase):
    def test_missing(self) -> None:
        for text in MISSING:
            with self.subTest(repr(text)):
                self.assertTrue(is_missing(text))
                self.assertTrue(math.isnan(parse_number(text)))

    def test_numbers(self) -> None:
        for text, value in NUMBERS.items():
            with self.subTest(repr(text)):
                self.assertEqual(parse_number(text), value)

    def test_texts(self) -> None:
        for text in TEXTS:
            with self.subTest(repr(text)):
                self.assertIsNone(parse_number(text))
                self.assertEqual(parse_numbers(['1', '', text, text]), 2)

    def test_many_cells_read_as_each_alone(self) -> None:
        for cells in (list(NUMBERS), [*MISSING, *NUMBERS], ['1', '2.5', '-3e1'], ['', '4'], []):
            with self.subTest(cells):
                np.testing.assert_array_equal(parse_numbers(cells), [parse_number(text) for text in cells])
