"""What people read: the daily brief, written from a published snapshot and nothing else."""
