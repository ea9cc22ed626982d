"""The live stream: says what is stale, and only to those who may know; the truth comes by the ordinary GET.

`audience` decides who hears what, `hub` follows the ledger once per process, `stream` speaks to one browser.
"""
