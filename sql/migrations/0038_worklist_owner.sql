-- Why:   the rows of one owner stand together, in each order that people ask for, so that
--        who sees the own portfolio alone reads it without passing over everybody else's;
--        and the figures above the list are added up from narrow indexes.
-- Locks: worklist_row is rebuilt; a new table; an index of
--        that and one of follow_up, each in the place of another.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE worklist_row
    ADD INDEX IF NOT EXISTS worklist_owner (assignee_id),
    ADD INDEX IF NOT EXISTS worklist_owner_value (assignee_id, overdue_base, case_id),
    ADD INDEX IF NOT EXISTS worklist_owner_days (assignee_id, days_late, case_id),
    ADD COLUMN IF NOT EXISTS marks INT UNSIGNED AS (
        (exception = 1) << 2 | (overdue_minor > 0) << 3 | (broken_n > 0) << 4 | (disputed_minor > 0) << 5
        | (status = 'held') << 6 | (promised_minor > 0) << 7 | causes << 8) PERSISTENT
        COMMENT 'a bit for each view that holds the row, at bit 8 and on the causes',
    ADD INDEX IF NOT EXISTS worklist_sums (assignee_id, currency, marks, division_id, customer_id,
                                           open_minor, overdue_minor, overdue_base);

-- A row of the worklist names one owner. While this table is empty no other may see it for
-- being assigned. Assigning gives a customer one owner; several at a time come from a load,
-- which names the customer here, where it stays (checks/shared_customers_are_known.sql).
CREATE TABLE IF NOT EXISTS customer_shared (
    customer_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (customer_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='customers that several users were assigned to at once';

INSERT IGNORE INTO customer_shared (customer_id)
SELECT a.customer_id FROM customer_assignment a
 WHERE a.known_to IS NULL
 GROUP BY a.customer_id
HAVING COUNT(DISTINCT a.user_id) > 1;

-- Due tasks are counted without a look at their rows.
ALTER TABLE follow_up
    ADD INDEX IF NOT EXISTS follow_up_open (state, due_on, snoozed_to, customer_id, case_id),
    DROP INDEX IF EXISTS follow_up_due;

-- Whose customer it is, is asked for each row that a limited user sees.
ALTER TABLE customer_assignment
    ADD INDEX IF NOT EXISTS customer_assignment_sees (customer_id, known_to, user_id, division_id),
    DROP INDEX IF EXISTS customer_assignment_customer;
