-- Why:   what comes in week by week is a sum of cases, not of open items: each keeps what its items bring.
-- Locks: ADD COLUMN without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE forecast_case
    ADD COLUMN IF NOT EXISTS weeks BLOB NULL COMMENT 'struct forecast_inflow, domain/forecast.h, from the week of predicted_on; empty: owes nothing; NULL: to be predicted again';
