"""What is being typed on screen into a described workbook, whosever workbook it is; gone once it was sent."""
