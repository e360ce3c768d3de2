"""The training kit of MLOps Actions: CSV files and a job description in, a neutral model file out."""

KIT_VERSION = '1.0.0'
SCHEMA_VERSION = 1
