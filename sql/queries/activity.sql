-- The timeline of a customer.

-- activity_insert :exec (id u64, customer_id u64, case_id u64?, at instant, kind text,
--     actor_kind text, actor_id text, ref_kind text?, ref_id u64?, title text, detail text?)
INSERT INTO activity (id, customer_id, case_id, at, kind, actor_kind, actor_id, ref_kind,
    ref_id, title, detail)
VALUES (:id, :customer_id, :case_id, :at, :kind, :actor_kind, :actor_id, :ref_kind,
    :ref_id, :title, :detail);
