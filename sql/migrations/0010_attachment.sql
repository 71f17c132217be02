-- Why:   files that customers and staff hand over: evidence, copies, letters. The
--        content lies in files/ under var_dir, once for each SHA-256; who it belongs
--        to and who may see it stand here.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS attachment (
    id          BIGINT UNSIGNED NOT NULL,
    sha256      BINARY(32) NOT NULL COMMENT 'of the content, and where it lies',
    bytes_n     BIGINT UNSIGNED NOT NULL,
    type        VARCHAR(100) NOT NULL COMMENT 'media type by content, never by name',
    file_name   VARCHAR(250) NOT NULL COMMENT 'as it was given, without a path',
    actor_kind  ENUM('user','client','contact','script','system') NOT NULL,
    actor_id    VARCHAR(64) NOT NULL,
    created_at  DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY attachment_content (sha256)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='files handed over; rows are only added';

CREATE TABLE IF NOT EXISTS attachment_link (
    id            BIGINT UNSIGNED NOT NULL,
    attachment_id BIGINT UNSIGNED NOT NULL,
    owner_kind    ENUM('customer','item','dispute','message','note','call','document_request','promise') NOT NULL,
    owner_id      BIGINT UNSIGNED NOT NULL,
    customer_id   BIGINT UNSIGNED NOT NULL COMMENT 'the owner''s',
    case_id       BIGINT UNSIGNED NULL COMMENT 'the owner''s; NULL: about the whole customer',
    visible       TINYINT(1) NOT NULL COMMENT 'the customer may see it',
    linked_at     DATETIME(6) NOT NULL,
    unlinked_at   DATETIME(6) NULL,
    live          TINYINT(1) AS (IF(unlinked_at IS NULL, 1, NULL)) PERSISTENT,
    PRIMARY KEY (id),
    UNIQUE KEY attachment_link_once (attachment_id, owner_kind, owner_id, live),
    KEY attachment_link_customer (customer_id, live, id),
    KEY attachment_link_owner (owner_kind, owner_id, live),
    CONSTRAINT attachment_link_attachment FOREIGN KEY (attachment_id) REFERENCES attachment (id),
    CONSTRAINT attachment_link_internal CHECK (visible = 0 OR owner_kind NOT IN ('note','call'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='what a file belongs to, and whether the customer may see it';
