"""Trains one model as job.json asks, in a SageMaker container or on any machine: see docs/model-format.md."""

import sys

from mlops_kit.cli import main

if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
