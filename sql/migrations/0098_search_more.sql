-- Why:   search finds what is still open of a document, contacts by a word of their name or
--        address, and the words of notes, calls and messages that a person wrote.
-- Locks: a new table, filled by the worker; two triggers on contact, which only take a note, as
--        those on customer do. ADD KEY on item in place; three FULLTEXT indexes, each of which
--        copies its table once.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS search_contact (
    word        VARCHAR(32) NOT NULL COMMENT 'of the name, or of the address before its @',
    contact_id  BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (word, contact_id),
    KEY search_contact_customer (customer_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='words of contacts in use';

DELIMITER //
CREATE TRIGGER IF NOT EXISTS search_contact_new AFTER INSERT ON contact FOR EACH ROW
    INSERT INTO search_dirty (customer_id) VALUES (NEW.customer_id)
    ON DUPLICATE KEY UPDATE customer_id = VALUE(customer_id)//
CREATE TRIGGER IF NOT EXISTS search_contact_changed AFTER UPDATE ON contact FOR EACH ROW
    IF NOT (BINARY NEW.name <=> BINARY OLD.name AND NEW.email <=> OLD.email AND NEW.active <=> OLD.active) THEN
        INSERT INTO search_dirty (customer_id) VALUES (NEW.customer_id)
        ON DUPLICATE KEY UPDATE customer_id = VALUE(customer_id);
    END IF//
DELIMITER ;

INSERT IGNORE INTO search_dirty (customer_id) SELECT DISTINCT customer_id FROM contact WHERE active = 1;

ALTER TABLE item ADD KEY IF NOT EXISTS item_open_amount (is_open, open_minor, id);
ALTER TABLE note ADD FULLTEXT KEY IF NOT EXISTS note_words (body);
ALTER TABLE phone_call ADD FULLTEXT KEY IF NOT EXISTS phone_call_words (body);
ALTER TABLE outbox_compose ADD FULLTEXT KEY IF NOT EXISTS outbox_compose_words (subject, body);
