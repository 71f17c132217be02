-- Why:   a company makes roles of its own beside those that ship.
-- Locks: new table only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS staff_role (
    code       VARCHAR(32) NOT NULL COMMENT 'what user.role names; never one of viewer, collector, manager, admin',
    name       VARCHAR(60) NOT NULL,
    rights     SET('work','send','import','team','approve') NOT NULL COMMENT 'beside seeing; what an admin may is for admins alone',
    created_at DATETIME(6) NOT NULL,
    version    INT UNSIGNED NOT NULL DEFAULT 1,
    PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='roles of the company''s own';
