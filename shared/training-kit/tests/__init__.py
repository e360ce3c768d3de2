"""Tests of the training kit: `python3 -m unittest discover -s shared/training-kit/tests -t shared/training-kit`."""
