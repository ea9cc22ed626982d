"""Opportunities by stage, to work on: columns, counts and sums over the same opportunities and the same access."""
