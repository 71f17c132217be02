division text? rare, currency cur? rare, customer_id u64? rare, tag text? rare, assignee_id u64? rare, member_on day?, scope u64?
