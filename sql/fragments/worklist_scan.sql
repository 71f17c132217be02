@worklist_scan_from($1 | $2 | $3 | :after_key)
