"""What every room leans on. `writes` run inside an act's transaction; `acts` open their own; `queries` read."""
