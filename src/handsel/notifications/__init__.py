"""What a member should know, once: follow-ups and tasks that fell due, opportunities that were given to them.

`sweeping` looks for what fell due, `telling` writes the lines, `queries` reads them.
"""
