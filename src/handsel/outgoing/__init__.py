"""Requests that Handsel sends to addresses which people typed: never into the network that it stands in.

`rules` says which addresses are public, `sending` looks a name up itself, checks what it found and connects to just that.
"""
