-- Why:   how long an announced transfer holds reminders is counted in the working days of the
--        division's country when it is announced, by the calendar that all else goes by.
-- Locks: ADD COLUMN without a rebuild; one pass over what was announced before, whose days are
--        counted from Monday to Friday as they were.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE payment_intent
    ADD COLUMN IF NOT EXISTS hold_until DATE NULL COMMENT 'of a transfer: reminders of it are held until then; NULL: they are not';

UPDATE payment_intent p
  JOIN (SELECT COALESCE(MAX(CAST(JSON_VALUE(CONCAT('[', value, ']'), '$[0]') AS SIGNED)), 5) AS days
          FROM setting WHERE name = 'transfer_hold_days' AND known_to IS NULL) d ON d.days > 0
   SET p.hold_until = DATE(p.created_at) + INTERVAL (d.days + 2 * ((LEAST(WEEKDAY(p.created_at), 4) + d.days) DIV 5)
                                                     - GREATEST(WEEKDAY(p.created_at) - 4, 0)) DAY
 WHERE p.provider = 'transfer' AND p.hold_until IS NULL;
