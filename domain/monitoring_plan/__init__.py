"""Monitoring plan (数据质量控制方案, once 监测计划): received as a workbook, checked, submitted, filed."""
