"""The door for programs, driven as programs drive it."""
