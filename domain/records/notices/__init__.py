"""Notices (通知) to the people concerned, shown in the portal."""
