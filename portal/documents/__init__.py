"""Documents at the front door: what each kind says, the page, the .docx, and the answer to whoever holds a copy."""

from portal.documents.pages import routes

__all__ = ["routes"]
