"""Keys by which a program sends something again without doing it twice."""
