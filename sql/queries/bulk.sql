-- What a bulk action names, as far as the user may see it. :scope is the user when limited.

-- bulk_items :many (ids json, scope u64?) → (id u64, customer_id u64, case_id u64)
SELECT i.id, i.customer_id, i.case_id
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN item i ON i.id = j.id
 WHERE SEES(i.division_id, i.customer_id)
 ORDER BY i.case_id, i.id;

-- bulk_cases :many (ids json, scope u64?) → (id u64, customer_id u64)
SELECT s.id, s.customer_id
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN case_state s ON s.id = j.id
 WHERE SEES(s.division_id, s.customer_id)
 ORDER BY s.id;

-- bulk_customers :many (ids json, scope u64?) → (id u64)
SELECT c.id
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN customer c ON c.id = j.id
 WHERE (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s WHERE s.customer_id = c.id AND SEES(s.division_id, s.customer_id)))
 ORDER BY c.id;

-- bulk_colleagues :many (customer_id u64?, case_id u64?) → (id u64, name text, role text)
-- Who may be given something, or named in a note; of a customer: who may see it.
SELECT u.id, u.name, u.role
  FROM user u
 WHERE u.status = 'active'
   AND (:customer_id IS NULL OR @user_sees(:customer_id | :case_id))
 ORDER BY u.name, u.id
 LIMIT 1000;
