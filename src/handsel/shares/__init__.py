"""Lending an opportunity for a limited time: the request, its history, and the grant that comes of it (S1-S9).

The grant (`opportunities.Grant`, by the same id) is the one truth of from, until, stopped and why; access reads it and
nothing else. `giving`, `stopping` and `extending` change; `batches` does many; `sweeping` tells what fell due, and decides
nothing: a share ends by comparison, with no worker running.
"""
