-- Why:   customers keep notes on their invoices, which their people and the collector see.
-- Locks: a new table only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS invoice_note (
    id          BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    item_id     BIGINT UNSIGNED NOT NULL,
    actor_kind  ENUM('user','contact') NOT NULL COMMENT 'user: staff who act for the customer',
    actor_id    VARCHAR(64) NOT NULL COMMENT 'of the contact, person:ID or link:ID; of the user',
    client_key  VARCHAR(64) COLLATE utf8mb4_bin NOT NULL COMMENT 'the writer''s own id: sent twice, kept once',
    body        TEXT NOT NULL,
    created_at  DATETIME(6) NOT NULL,
    removed_at  DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY invoice_note_once (item_id, actor_kind, actor_id, client_key),
    KEY invoice_note_customer (customer_id, id),
    CONSTRAINT invoice_note_item FOREIGN KEY (item_id) REFERENCES item (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='what a customer writes down on an invoice';
