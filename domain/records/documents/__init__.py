"""Documents (公文): numbered when the act is done, from its facts; verified by number and check code."""
