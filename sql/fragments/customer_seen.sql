(:scope IS NULL OR (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = $1 + 0
         LIMIT 1) = 1)
