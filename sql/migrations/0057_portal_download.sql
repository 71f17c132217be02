-- Why:   a line of an invoice may name the order it is for; a customer takes many documents at once,
--        and sees how far that is.
-- Locks: ADD COLUMN without a rebuild; a new table.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE item_line
    ADD COLUMN IF NOT EXISTS order_number VARCHAR(64) NULL COMMENT 'purchase order of this line' AFTER description;

CREATE TABLE IF NOT EXISTS portal_download (
    id          BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    format      ENUM('zip','csv','xlsx') NOT NULL,
    language    VARCHAR(16) NOT NULL,
    query       VARCHAR(1000) NOT NULL COMMENT 'the list''s own filters, as an address has them',
    ids         MEDIUMTEXT NULL COMMENT 'documents chosen by hand, with commas between; NULL: all that match',
    total_n     INT UNSIGNED NOT NULL COMMENT 'documents when it was asked for',
    done_n      INT UNSIGNED NOT NULL DEFAULT 0,
    state       ENUM('ready','running','done','cut') NOT NULL DEFAULT 'ready' COMMENT 'cut: nobody read it to its end',
    created_at  DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY portal_download_customer (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='files that a customer asked for; their content is made while it is fetched';
