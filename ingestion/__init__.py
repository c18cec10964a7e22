"""dlt and nothing else: the outside world into data/raw, through one contract. Knows no dagster and no models."""
