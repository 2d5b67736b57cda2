"""Verification 核查: who may verify whom, the steps of a verification, its findings and its conclusion."""
