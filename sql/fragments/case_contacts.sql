SELECT cs.id AS case_id, k.id, k.name, k.email, k.language, k.time_zone,
       CAST(k.roles + 0 AS UNSIGNED) AS roles, k.email_consent AS consent,
       EXISTS (SELECT 1 FROM suppression s WHERE s.email = k.email AND s.known_to IS NULL) AS suppressed
  FROM $1
  JOIN contact k ON k.customer_id = cs.customer_id AND k.active = 1
 WHERE $2
 ORDER BY cs.id, k.id
