"""The room of the national summary (国家汇总上报): completeness, the year's package, its signature, its checker."""
