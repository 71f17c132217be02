((NOT EXISTS (SELECT 1 FROM user_division sd WHERE sd.user_id = u.id)
    AND NOT EXISTS (SELECT 1 FROM user_sight st WHERE st.user_id = u.id AND st.sees = 'own'))
    OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE s.customer_id = $1 AND ($2 IS NULL OR s.id = $2)
           AND (NOT EXISTS (SELECT 1 FROM user_division sd WHERE sd.user_id = u.id)
                OR s.division_id IN (SELECT sd.division_id FROM user_division sd WHERE sd.user_id = u.id))
           AND (NOT EXISTS (SELECT 1 FROM user_sight st WHERE st.user_id = u.id AND st.sees = 'own')
                OR EXISTS (SELECT 1 FROM customer_assignment sa
                            WHERE sa.customer_id = s.customer_id AND sa.user_id = u.id AND sa.known_to IS NULL
                              AND (sa.division_id IS NULL OR sa.division_id = s.division_id)))))
