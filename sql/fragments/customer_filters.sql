scope u64?, status text?, tag text?, assignee_id u64?, unassigned bool, division text?, risk text?,
min_overdue i64?, q text?, part text?
