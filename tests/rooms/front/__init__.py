"""The frame, signing in, troubles, progress."""
