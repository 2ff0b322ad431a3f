"""From cells as read to typed tables: one `SCHEMA` file a table, finding, typing, accounting."""
