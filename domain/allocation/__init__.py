"""Allocation (配额分配): pre-allocation, final allocation by generating unit and entity, true-up, issue."""
