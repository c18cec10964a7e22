select snapshot, as_of from read_json('${published}/manifest.json', columns = {snapshot: 'varchar', as_of: 'varchar'})
