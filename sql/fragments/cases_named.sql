JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN case_state cs FORCE INDEX (PRIMARY) ON cs.id = j.id
