"""What data looks like and where it lies: settings, layout, schemas, privacy, expectations, publishing, access."""
