"""The current snapshot as a schema of PostgreSQL, for BI tools: tables with types, comments, keys and a role that reads."""
