((INSTR(WEIGHT_STRING($1), SUBSTR(WEIGHT_STRING(:part COLLATE utf8mb4_unicode_ci), 2))
             OR INSTR(WEIGHT_STRING($2), SUBSTR(WEIGHT_STRING(:part COLLATE utf8mb4_unicode_ci), 2)))
            AND ($1 LIKE :q OR $2 LIKE :q))
