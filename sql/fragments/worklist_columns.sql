case_id u64, customer_id u64, customer_number text, customer_name text, currency cur,
division text?, score_milli i32, status text, reason text, next_action text, next_on day?,
exception bool, causes u32, open_minor i64, open_base i64, overdue_minor i64, not_due_minor i64,
b1_minor i64, b2_minor i64, b3_minor i64, b4_minor i64, unapplied_minor i64, disputed_minor i64,
promised_minor i64, overdue_base i64, items_n u32, oldest_due_on day?, days_late i32,
broken_n u32, tags text, strategy text, last_contact_on day?, assignee_id u64, assignee text?,
version u64?, base_currency text
