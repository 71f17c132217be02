FIND_IN_SET($1, (SELECT GROUP_CONCAT(dr.id ORDER BY dr.code COLLATE utf8mb4_bin) FROM division dr))
