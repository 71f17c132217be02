(SELECT COALESCE(MAX(CAST(JSON_VALUE(CONCAT('[', value, ']'), '$[0]') AS SIGNED)), 5) AS days
          FROM setting WHERE name = 'transfer_hold_days' AND known_to IS NULL)
