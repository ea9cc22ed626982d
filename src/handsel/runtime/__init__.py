"""Embedded PostgreSQL, web and worker under one command, and the command line `handsel`."""
