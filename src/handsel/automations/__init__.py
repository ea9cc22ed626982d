"""Recipes that an administrator writes: when this happens, and if that holds, do these things; each event once (A1-A6).

`document` says what a recipe is, `triggers` and `conditions` whether it applies, `checking` and `loops` what is wrong with
it, `drafts` and `publishing` how it comes to live, `trying` what it would have done.
"""
