"""Sheets: the only place that opens or makes a workbook file (.xlsx).

Reading and writing occupy the processor: an act or a handler hands them to `asyncio.to_thread`, as the `…_in_thread`
twins of each do.
"""
