"""WHAT: the things that are sold. So far products, as much as opportunities and imports name them."""
