"""Who is rechecked, how the draw falls, and how confirmed figures follow from what was found."""
