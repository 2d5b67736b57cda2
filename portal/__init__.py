"""The front door: people, pages, words, command line. Decides nothing."""
