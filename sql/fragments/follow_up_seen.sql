(:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = f.customer_id AND (f.case_id IS NULL OR s.id = f.case_id)))
