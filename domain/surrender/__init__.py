"""Surrender (清缴): the obligation, offsets, the registry's statement, status on time, late or short."""
