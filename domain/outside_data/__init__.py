"""Outside data (外部数据): figures of grid, gas, tax, statistics and permits."""
