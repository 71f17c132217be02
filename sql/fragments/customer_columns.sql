id u64, number text, name text, status text, country text?, language text, n i64?
