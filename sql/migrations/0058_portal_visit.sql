-- Why:   whether customers use the portal: which of them came on which day, and who pays soon after.
--        A day's visits are one row, so that a report of a year reads no more than it shows.
-- Locks: a new table; two indexes, added online.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS portal_visit (
    customer_id BIGINT UNSIGNED NOT NULL,
    visited_on  DATE NOT NULL COMMENT 'UTC day of the business clock',
    PRIMARY KEY (customer_id, visited_on),
    KEY portal_visit_day (visited_on, customer_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='days on which a customer was in the portal';

-- Those of whom a session is left.
INSERT IGNORE INTO portal_visit (customer_id, visited_on)
SELECT DISTINCT customer_id, DATE(created_at) FROM portal_session
 WHERE customer_id IS NOT NULL AND user_id IS NULL;

ALTER TABLE item ADD KEY IF NOT EXISTS item_kind_day (kind, issued_on, customer_id);

ALTER TABLE outbox ADD KEY IF NOT EXISTS outbox_handed (handed_on, customer_id);
