-- A ledger of any width, filled in place: @today's customers with ten open and fifty closed
-- invoices each, the closed ones over five years and paid ten at a time. For the cases that
-- must not depend on how much there is. Each procedure fills the customers from lo to hi - 1.
SET SESSION foreign_key_checks = 0, SESSION unique_checks = 0;
DELIMITER //
CREATE OR REPLACE TABLE wide_place (n INT UNSIGNED PRIMARY KEY, division_id BIGINT UNSIGNED, currency CHAR(3) COLLATE utf8mb4_bin) AS
SELECT CAST(ROW_NUMBER() OVER (ORDER BY division_id, currency) - 1 AS UNSIGNED) AS n, division_id, currency
  FROM case_state
 GROUP BY division_id, currency //
CREATE TABLE IF NOT EXISTS wide_made (what VARCHAR(10) PRIMARY KEY, n BIGINT UNSIGNED NOT NULL) //

CREATE OR REPLACE PROCEDURE wide_customers(lo BIGINT, hi BIGINT, today DATE)
BEGIN
  DECLARE places INT DEFAULT (SELECT COUNT(*) FROM wide_place);
  INSERT INTO customer (id, source_system, source_id, number, name, known_from, recorded_at)
  SELECT 10000000 + s.seq, 'wide', s.seq, CONCAT('W', s.seq), CONCAT('Wide ', s.seq), '2020-01-01', '2020-01-01'
    FROM seq_0_to_99999999 s WHERE s.seq >= lo AND s.seq < hi;
  INSERT INTO case_state (id, customer_id, division_id, currency)
  SELECT 20000000 + s.seq, 10000000 + s.seq, p.division_id, p.currency
    FROM seq_0_to_99999999 s JOIN wide_place p ON p.n = s.seq % places WHERE s.seq >= lo AND s.seq < hi;
END //

CREATE OR REPLACE PROCEDURE wide_open(lo BIGINT, hi BIGINT, today DATE)
BEGIN
  INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system, source_id, number, issued_on, amount_minor,
         open_minor, known_at, recorded_at)
  SELECT 100000000 + s.seq, c.id, c.customer_id, c.division_id, c.currency, 'invoice', 'debit', 'wide', CONCAT('o', s.seq), CONCAT('O', s.seq),
         today - INTERVAL (5 + 12 * (s.seq % 10) + c.id % 12) DAY, 1000 + s.seq * 7919 % 500000, 1000 + s.seq * 7919 % 500000, today, today
    FROM seq_0_to_99999999 s JOIN case_state c ON c.id = 20000000 + s.seq DIV 10
   WHERE s.seq >= lo * 10 AND s.seq < hi * 10;
  INSERT INTO instalment (id, item_id, case_id, issued_on, due_on, amount_minor, open_minor, known_from)
  SELECT i.id, i.id, i.case_id, i.issued_on, i.issued_on + INTERVAL 30 DAY, i.amount_minor, i.amount_minor, today
    FROM item i WHERE i.id >= 100000000 + lo * 10 AND i.id < 100000000 + hi * 10;
END //

CREATE OR REPLACE PROCEDURE wide_closed(lo BIGINT, hi BIGINT, today DATE)
BEGIN
  INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system, source_id, number, issued_on, amount_minor,
         open_minor, known_at, recorded_at)
  SELECT 200000000 + s.seq, c.id, c.customer_id, c.division_id, c.currency, 'invoice', 'debit', 'wide', CONCAT('c', s.seq), CONCAT('C', s.seq),
         today - INTERVAL (100 + 36 * (s.seq % 50) + c.id % 36) DAY, 1000 + s.seq * 7919 % 500000, 0, today, today
    FROM seq_0_to_99999999 s JOIN case_state c ON c.id = 20000000 + s.seq DIV 50
   WHERE s.seq >= lo * 50 AND s.seq < hi * 50;
  -- how late is a customer's own habit, and a few days that nobody can tell
  INSERT INTO instalment (id, item_id, case_id, issued_on, due_on, amount_minor, open_minor, settled_on, known_from)
  SELECT i.id, i.id, i.case_id, i.issued_on, i.issued_on + INTERVAL 30 DAY, i.amount_minor, 0,
         i.issued_on + INTERVAL (22 + i.case_id * 7919 % 40 + CRC32(i.id) % 11) DAY, today
    FROM item i WHERE i.id >= 200000000 + lo * 50 AND i.id < 200000000 + hi * 50;
  INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system, source_id, number, issued_on, amount_minor,
         open_minor, known_at, recorded_at)
  SELECT 300000000 + (i.id - 200000000) DIV 10, i.case_id, i.customer_id, i.division_id, i.currency, 'payment', 'credit', 'wide',
         CONCAT('p', (i.id - 200000000) DIV 10), CONCAT('P', (i.id - 200000000) DIV 10), MIN(n.settled_on), SUM(i.amount_minor), 0, today, today
    FROM item i JOIN instalment n ON n.id = i.id
   WHERE i.id >= 200000000 + lo * 50 AND i.id < 200000000 + hi * 50
   GROUP BY (i.id - 200000000) DIV 10, i.case_id, i.customer_id, i.division_id, i.currency;
  INSERT INTO allocation (id, case_id, credit_case_id, credit_item_id, instalment_id, debit_item_id, credit_minor, debit_minor, effective_on,
         known_at, recorded_at, source_system, source_id)
  SELECT n.id, n.case_id, n.case_id, 300000000 + (n.id - 200000000) DIV 10, n.id, n.item_id, n.amount_minor, n.amount_minor, n.settled_on,
         today, today, 'wide', n.id
    FROM instalment n WHERE n.id >= 200000000 + lo * 50 AND n.id < 200000000 + hi * 50;
END //
DELIMITER ;
