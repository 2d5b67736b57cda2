"""Listing (重点排放单位名录): screen, propose, public notice, report to the ministry, publish."""
