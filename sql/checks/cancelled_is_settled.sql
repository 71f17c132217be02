-- Nothing of a cancelled document is open.
SELECT id
  FROM item
 WHERE status = 'cancelled' AND open_minor <> 0;
