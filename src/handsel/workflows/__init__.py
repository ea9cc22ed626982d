"""THE ENGINE: how opportunities may go. `rules` decides, in plain Python; versions are immutable and cached as graphs."""
