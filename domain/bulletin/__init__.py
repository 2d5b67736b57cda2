"""Bulletins (通知公告) of the authority: prepared by one person, published by another, read by everybody."""
