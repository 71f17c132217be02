view u8, user_id u64, scope u64?, status text?, cause u32?, currency cur?, division text?, tag text?,
strategy text?, action text?, assignee_id u64?, unassigned bool, min_days i32?, max_days i32?,
min_overdue i64?, max_overdue i64?, min_open i64?, min_score i32?, min_items u32?, min_broken u32?,
next_from day?, next_to day?, due_before day?, contact_before day?, q text?
