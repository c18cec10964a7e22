"""Files of every format and encoding, as chunks of records."""
