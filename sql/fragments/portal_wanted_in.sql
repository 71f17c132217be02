customer_id u64, item_id u64?, is_open u32?, state text?, currency cur?, q text?, download u64?, days json, due_from day?, due_to day?, least json?, most json?
