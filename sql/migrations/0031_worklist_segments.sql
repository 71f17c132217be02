-- Why:   the segments that ship are views of the worklist: each walks an index of its own,
--        highest score first, instead of looking for a word in every row.
-- Locks: worklist_row is rebuilt.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE worklist_row
    ADD COLUMN IF NOT EXISTS key_account_score INT AS (IF(FIND_IN_SET('key-account', REPLACE(tags, ' ', ',')), score_milli, NULL)) PERSISTENT,
    ADD COLUMN IF NOT EXISTS slow_payer_score INT AS (IF(FIND_IN_SET('slow-payer', REPLACE(tags, ' ', ',')), score_milli, NULL)) PERSISTENT,
    ADD COLUMN IF NOT EXISTS high_risk_score INT AS (IF(FIND_IN_SET('high-risk', REPLACE(tags, ' ', ',')), score_milli, NULL)) PERSISTENT,
    ADD COLUMN IF NOT EXISTS new_customer_score INT AS (IF(FIND_IN_SET('new-customer', REPLACE(tags, ' ', ',')), score_milli, NULL)) PERSISTENT,
    ADD COLUMN IF NOT EXISTS public_body_score INT AS (IF(FIND_IN_SET('public-body', REPLACE(tags, ' ', ',')), score_milli, NULL)) PERSISTENT,
    ADD INDEX IF NOT EXISTS worklist_key_account (key_account_score, case_id),
    ADD INDEX IF NOT EXISTS worklist_slow_payer (slow_payer_score, case_id),
    ADD INDEX IF NOT EXISTS worklist_high_risk (high_risk_score, case_id),
    ADD INDEX IF NOT EXISTS worklist_new_customer (new_customer_score, case_id),
    ADD INDEX IF NOT EXISTS worklist_public_body (public_body_score, case_id);
