"""The daily brief "Isu Hari Ini" in Indonesian: templates over measured facts of one published snapshot, and nothing else."""
