"""CSV files as tables, and every way they can be wrong."""

import gzip
import hashlib

import numpy as np

from mlops_kit import csv_file
from mlops_kit.channel import digest_files, list_files, read_header
from mlops_kit.table import NumericColumn, Table
from mlops_kit.table_reader import read_table

from .workspace import KitTest


class Tables(KitTest):
    def read(self, *contents: bytes, kinds: dict[str, str] | None = None, suffix: str = '.csv') -> Table:
        space = self.workspace()
        for number, content in enumerate(contents):
            space.write_bytes(content, f'part-{number}{suffix}')
        files = list_files(space.root / 'train')
        header = read_header(files)
        return read_table(files, header, kinds or dict.fromkeys(header, 'auto'))

    def cells(self, table: Table, name: str) -> list[object]:
        column = table.columns[name]
        return column.values.tolist() if isinstance(column, NumericColumn) else column.texts()

    def test_spellings_of_the_same_table(self) -> None:
        plain = 'a,b\n1,x\n2,"y, ""z"""\n'
        cases = {
            'plain': plain.encode(),
            'byte order mark': b'\xef\xbb\xbf' + plain.encode(),
            'CRLF': plain.replace('\n', '\r\n').encode(),
            'no line break at the end': plain.rstrip('\n').encode(),
            'blank lines': plain.replace('\n', '\n\n').encode(),
            'everything quoted': b'"a","b"\n"1","x"\n"2","y, ""z"""',
        }
        for name, content in cases.items():
            with self.subTest(name):
                table = self.read(content)
                self.assertEqual(self.cells(table, 'a'), [1, 2])
                self.assertEqual(self.cells(table, 'b'), ['x', 'y, "z"'])
        self.assertEqual(self.cells(self.read(gzip.compress(plain.encode()), suffix='.csv.gz'), 'a'), [1, 2])

    def test_files_are_joined_in_name_order(self) -> None:
        table = self.read(b'a\n1\n', b'a\n', b'a\n2\n3\n')
        self.assertEqual(self.cells(table, 'a'), [1, 2, 3])
        self.assertEqual([table.places.describe(row) for row in range(3)], ['part-0.csv, row 2', 'part-2.csv, row 2', 'part-2.csv, row 3'])

    def test_rows_are_lines_of_the_file(self) -> None:
        table = self.read(b'a,b\n"x\ny",1\n\nz,2\n"p\r\nq\r\nr",3\nw,4\n')
        self.assertEqual(self.cells(table, 'a'), ['x\ny', 'z', 'p\r\nq\r\nr', 'w'])
        lines = [table.places.describe(row).removeprefix('part-0.csv, row ') for row in range(4)]
        self.assertEqual(lines, ['2', '5', '6', '9'])

    def test_a_text_after_many_numbers_makes_the_whole_column_text(self) -> None:
        count = csv_file.RECORDS_PER_BLOCK + 10
        table = self.read(b'a,b\n' + b'007,1\n' * count + b'x,2\n')
        self.assertEqual(self.cells(table, 'a'), ['007'] * count + ['x'])
        self.assertEqual(self.cells(table, 'b'), [1] * count + [2])
        self.assertEqual(table.places.describe(count), f'part-0.csv, row {count + 2}')

    def test_declared_kinds(self) -> None:
        content = b'zip,n\n01234,1\nNA,x\n'
        table = self.read(content, kinds={'zip': 'text', 'n': 'numeric'})
        self.assertEqual(self.cells(table, 'zip'), ['01234', ''])
        self.assertEqual(table.not_numbers, {'n': (1, 'x')})
        self.assertEqual(list(self.read(content, kinds={'n': 'text'}).columns), ['n'])

    def test_gaps(self) -> None:
        table = self.read(b'a,b\n1,x\n,\nNA,null\n')
        np.testing.assert_array_equal(self.cells(table, 'a'), [1, np.nan, np.nan])
        self.assertEqual(self.cells(table, 'b'), ['x', '', ''])

    def test_mistakes(self) -> None:
        long_line = b'a,b\n1,"' + b'x' * (9 * 2**20) + b'"\n'
        cases = [
            ('no file', [], 'dataset-missing', ['no CSV file']),
            ('empty file', [b''], 'dataset-empty', ['part-0.csv']),
            ('empty second file', [b'a\n1\n', b''], 'dataset-empty', ['part-1.csv']),
            ('too few fields', [b'a,b\n1,2\n3\n'], 'dataset-ragged', ['part-0.csv, row 3: 1 field', 'header has 2']),
            ('too many fields', [b'a,b\n"x\ny",2\n1,2,3\n'], 'dataset-ragged', ['row 4: 3 fields']),
            ('open quote', [b'a,b\n1,"2\n3,4\n'], 'dataset-ragged', ['broken quotes']),
            ('text after a quote', [b'a,b\n1,"2"3\n'], 'dataset-ragged', ['row 2: broken quotes']),
            ('endless field', [long_line], 'dataset-ragged', ['part-0.csv']),
            ('Latin-1', [b'a,b\n1,2\nM\xfcnchen,3\n'], 'dataset-undecodable', ['part-0.csv, row 3']),
            ('UTF-16', ['a,b\n1,2\n'.encode('utf-16')], 'dataset-undecodable', ['row 1']),
            ('NUL in the header', [b'a\0,b\n1,2\n'], 'dataset-undecodable', ['row 1']),
            ('NUL in a text', [b'a,b\nx\0,2\n'], 'dataset-undecodable', ['NUL']),
            ('other header', [b'a,b\n1,2\n', b'a,c\n1,2\n'], 'dataset-mixed-headers', ['part-1.csv', 'lacks "b"', 'adds "c"']),
            ('other order', [b'a,b\n1,2\n', b'b,a\n1,2\n'], 'dataset-mixed-headers', ['another order']),
            ('name twice', [b'a,a\n1,2\n'], 'dataset-mixed-headers', ['"a"']),
            ('too many columns', [b','.join(b'%d' % n for n in range(20_001)) + b'\n'], 'dataset-ragged', ['20,001']),
        ]
        for name, contents, code, parts in cases:
            with self.subTest(name), self.fails(code, *parts):
                self.read(*contents)

    def test_broken_gzip(self) -> None:
        whole = gzip.compress(b'a,b\n' + b'1,2\n' * 100_000)
        for content in (b'a,b\n1,2\n', whole[:60]):
            with self.subTest(len(content)), self.fails('dataset-undecodable', 'part-0.csv.gz'):
                self.read(content, suffix='.csv.gz')

    def test_other_files_are_named_when_there_is_no_csv(self) -> None:
        space = self.workspace()
        space.write_bytes(b'PAR1', 'rows.parquet')
        with self.fails('dataset-missing', 'rows.parquet'):
            list_files(space.root / 'train')
        with self.fails('dataset-missing'):
            list_files(space.root / 'nowhere')

    def test_the_digest_covers_names_sizes_and_bytes(self) -> None:
        space = self.workspace()
        space.write_bytes(b'a\n2\n', 'b.csv')
        space.write_bytes(b'a\n1\n', 'a.csv')
        expected = hashlib.sha256(b'a.csv\x004\x00a\n1\nb.csv\x004\x00a\n2\n').hexdigest()
        self.assertEqual(digest_files(list_files(space.root / 'train')), expected)
