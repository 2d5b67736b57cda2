"""The lawbook: provisions as dated rows, enacted by one person and confirmed by another, never changed."""
