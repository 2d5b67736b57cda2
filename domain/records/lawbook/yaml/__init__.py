"""Provisions as YAML: one file per subject, read and written so that writing what was read gives the same bytes.

- key: surrender.offset.share
  values:
  - value: '0.05'
    unit: share
    from: 2021-02-01
    citation: 碳排放权交易管理办法（试行） 第二十九条
    confidence: found
    instrument: 生态环境部令第19号
    note: ''

The instruments stand in one file beside the edition, written in the same manner.
"""

from domain.records.lawbook.yaml.reading import entries_of, read, read_instruments
from domain.records.lawbook.yaml.writing import write, write_instruments

__all__ = ["entries_of", "read", "read_instruments", "write", "write_instruments"]
