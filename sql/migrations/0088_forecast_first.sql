-- Why:   how often payments fell into the range that was told at first, and which model told it, is shown by week.
-- Locks: ADD COLUMN without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE forecast
    ADD COLUMN IF NOT EXISTS first_from_on  DATE NULL COMMENT 'the range of 80 % that was told at first; NULL: before it was kept',
    ADD COLUMN IF NOT EXISTS first_to_on    DATE NULL,
    ADD COLUMN IF NOT EXISTS first_model_id BIGINT UNSIGNED NULL COMMENT 'forecast_model that told it';

ALTER TABLE forecast_outcome
    ADD COLUMN IF NOT EXISTS first_from_on  DATE NULL,
    ADD COLUMN IF NOT EXISTS first_to_on    DATE NULL,
    ADD COLUMN IF NOT EXISTS first_model_id BIGINT UNSIGNED NULL;
