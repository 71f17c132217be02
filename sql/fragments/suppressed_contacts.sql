(SELECT BIT_XOR(k.id)
          FROM contact k
          JOIN suppression s ON s.email = k.email AND s.known_to IS NULL
         WHERE k.customer_id = o.customer_id AND k.active = 1)
