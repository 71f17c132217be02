-- Why:   whose customers a collector may see, what a collector is to reach in a period,
--        and a way from a portfolio to its customers.
-- Locks: new tables; customer_assignment gets an index, online.
-- Undo:  write a later migration; this file never changes once landed.

-- A user with no row here sees every customer of the divisions allowed.
CREATE TABLE IF NOT EXISTS user_sight (
    user_id    BIGINT UNSIGNED NOT NULL,
    sees       ENUM('all','own') NOT NULL COMMENT 'own: customers assigned to the user',
    changed_at DATETIME(6) NOT NULL,
    changed_by BIGINT UNSIGNED NULL,
    PRIMARY KEY (user_id),
    CONSTRAINT user_sight_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='how far a user sees beside the divisions';

-- The latest row of a user, period and kind whose from_on has come is the one in force.
CREATE TABLE IF NOT EXISTS collector_target (
    id         BIGINT UNSIGNED NOT NULL,
    user_id    BIGINT UNSIGNED NOT NULL,
    period     ENUM('day','week','month') NOT NULL,
    kind       ENUM('contacts','promises','worked') NOT NULL COMMENT 'contacts made | promised amount in the base currency | accounts worked',
    amount     BIGINT NOT NULL COMMENT 'a count; of promises minor units of the base currency; 0 ends it',
    from_on    DATE NOT NULL,
    set_by     BIGINT UNSIGNED NULL,
    set_at     DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY collector_target_user (user_id, kind, from_on),
    CONSTRAINT collector_target_ge_0 CHECK (amount >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='what a collector is to reach; append-only';

ALTER TABLE customer_assignment ADD INDEX IF NOT EXISTS customer_assignment_portfolio (portfolio, known_to);

-- Progress is what stands on the timelines: of one user, in a span of time.
ALTER TABLE activity ADD INDEX IF NOT EXISTS activity_actor (actor_kind, actor_id, at);
