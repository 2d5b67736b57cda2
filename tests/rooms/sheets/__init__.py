"""Reading and writing of workbooks, and the keeping of originals."""
