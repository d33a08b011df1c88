"""The ledger: many reports. The only stage that writes."""
