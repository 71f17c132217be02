-- Why:   what the worklist may be narrowed to is read from the rows there are, by a jump a value
--        in an index; a view that was saved by a strategy's file name found nothing.
-- Locks: worklist_row and customer_assignment get indexes; one UPDATE of saved views.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE worklist_row
    ADD INDEX IF NOT EXISTS worklist_strategy (strategy),
    ADD INDEX IF NOT EXISTS worklist_action (next_action);

ALTER TABLE customer_assignment
    ADD INDEX IF NOT EXISTS customer_assignment_portfolio (known_to, portfolio);

UPDATE saved_view
   SET filters = JSON_REPLACE(filters, '$.strategy',
                              ELT(FIELD(JSON_VALUE(filters, '$.strategy'), 'high-risk', 'key-account', 'low-touch', 'standard'),
                                  'High risk', 'Key account', 'Low touch', 'Standard'))
 WHERE JSON_VALUE(filters, '$.strategy') IN ('high-risk', 'key-account', 'low-touch', 'standard');
