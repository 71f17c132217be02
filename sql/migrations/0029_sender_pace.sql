-- Why:   a mail server takes so many messages a minute of one sender, however many
--        processes and machines send for it.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS sender_pace (
    sender  VARCHAR(254) NOT NULL COMMENT 'address in the envelope',
    used_to DATETIME(6) NOT NULL COMMENT 'real clock: permits up to this instant are used; those of a moment stay good',
    PRIMARY KEY (sender)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='how far each sender has used what it may send';
