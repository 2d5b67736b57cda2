"""Evidence: originals as they came, kept once, found by their SHA-256, never changed."""
