"""The help desk: questions of those who work with the portal, and the authority's answers, searched by everybody."""
