view u8, user_id u64, scope u64?, status text? rare, cause u32? rare, currency cur? rare, division text?,
tag text?, strategy text? rare, action text? rare, assignee_id u64?, unassigned bool, min_days i32? rare,
max_days i32? rare, min_overdue i64? rare, max_overdue i64? rare, min_open i64? rare, min_score i32? rare,
min_items u32? rare, min_broken u32? rare, next_from day? rare, next_to day? rare, due_before day? rare,
contact_before day? rare, undelivered u32? rare, min_not_due i64? rare, min_disputed i64? rare,
min_promised i64? rare, min_unapplied i64? rare, customer_status text? rare, customer_kind text? rare,
portfolio text? rare, q text?, part text?
