"""The room of penalties (处罚): from a shortfall or a report never filed to the closed case and the credit record."""
