COALESCE(FLOOR(CAST($1 AS DOUBLE) * w.open_base / NULLIF(w.open_minor, 0)), $1)
