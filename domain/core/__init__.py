"""What every room is built from: law, findings, moves, calendar, workings. Standard library only."""
