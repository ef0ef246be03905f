"""The office: people record and decide here; it holds no rule of any measure (docs/decisions/0013-the-office.md)."""
