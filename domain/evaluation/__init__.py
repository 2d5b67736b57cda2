"""Evaluation (评估): what the rooms have recorded, put together by year, enterprise, sector and city."""
