"""Migrations of all rooms' tables, made by Piccolo; triggers and special indexes follow as raw SQL."""
