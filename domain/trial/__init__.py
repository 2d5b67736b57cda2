"""Trial calculation (公共测算): questions to the law with their whole answers. Nothing is recorded."""
