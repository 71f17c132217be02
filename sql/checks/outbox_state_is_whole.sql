-- A message has what its state says: a lease while it is worked on (a letter: the batch that it
-- is in), a day when it is handed over, a reason when it is not, a cause when it did not arrive.
SELECT id
  FROM outbox
 WHERE (state IN ('claimed', 'sending')
        AND (claimed_by IS NULL OR (lease_until IS NULL AND channel <> 'letter')))
    OR (state = 'handed_over' AND (handed_at IS NULL OR handed_on IS NULL))
    OR (state <> 'handed_over' AND (handed_at IS NOT NULL OR handed_on IS NOT NULL))
    OR (state IN ('failed', 'cancelled', 'uncertain') AND reason IS NULL)
    OR (state IN ('failed', 'uncertain') AND cause IS NULL);
