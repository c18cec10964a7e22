"""From bytes to records, and nothing else: no network, no files, no clock. Only `FetchError`s leave a parser."""
