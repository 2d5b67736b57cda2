"""The account: a double-entry ledger of allowances, per vintage and in whole tonnes."""
