-- The timeline's lines of ledger changes, many at once.

-- ledger_activity_insert :bulk (id u64, customer_id u64, case_id u64?, at instant, kind text,
--     actor_kind text, actor_id text, ref_kind text?, ref_id u64?, title text, detail json?)
INSERT INTO activity (id, customer_id, case_id, at, kind, actor_kind, actor_id, ref_kind, ref_id,
       title, detail)
VALUES (:id, :customer_id, :case_id, :at, :kind, :actor_kind, :actor_id, :ref_kind, :ref_id, :title,
       :detail);
