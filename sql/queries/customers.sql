-- The list of customers. What it is asked is one fixed set of filters, NULL for "any", and one of a
-- few orders; the texts that the statements share stand in sql/fragments.
--
-- :scope is the user when limited: figures are of the cases in sight. :q is a LIKE pattern of
-- :part; a class of risk the highest of the customer's cases; amounts are in the base currency.
-- n is what the row stands by, for the next page.

-- Walks of an index.

-- customers_by_name_desc :many [hot] (@customer_filters, after_key text?, after_id u64, take u32) → (@customer_columns)
@customer_walk(FORCE INDEX (customer_name) | c.name | DESC | <);

-- customers_by_name_asc :many [hot] (@customer_filters, after_key text?, after_id u64, take u32) → customers_by_name_desc
@customer_walk(FORCE INDEX (customer_name) | c.name | ASC | >);

-- customers_by_number_desc :many [hot] (@customer_filters, after_key text?, after_id u64, take u32) → customers_by_name_desc
@customer_walk(FORCE INDEX (customer_number) | c.number | DESC | <);

-- customers_by_number_asc :many [hot] (@customer_filters, after_key text?, after_id u64, take u32) → customers_by_name_desc
@customer_walk(FORCE INDEX (customer_number) | c.number | ASC | >);

-- The same where filters refuse many: every customer is tested, the first of those that pass are sorted out.

-- customers_scan_name_desc :many (@customer_filters, after_key text?, after_id u64, take u32) → customers_by_name_desc
@customer_walk(USE INDEX () | c.name | DESC | <);

-- customers_scan_name_asc :many (@customer_filters, after_key text?, after_id u64, take u32) → customers_by_name_desc
@customer_walk(USE INDEX () | c.name | ASC | >);

-- customers_scan_number_desc :many (@customer_filters, after_key text?, after_id u64, take u32) → customers_by_name_desc
@customer_walk(USE INDEX () | c.number | DESC | <);

-- customers_scan_number_asc :many (@customer_filters, after_key text?, after_id u64, take u32) → customers_by_name_desc
@customer_walk(USE INDEX () | c.number | ASC | >);

-- Scans: each customer that passes with the sum of its cases, which stand together in an index; the
-- first are sorted out. Who has none stands last by day and by use of the credit limit.

-- customers_by_open_desc :many [hot] (@customer_filters, after_key i64?, after_id u64, take u32) → customers_by_name_desc
@customer_scan(SUM(w.open_base) | DESC | < | 0);

-- customers_by_open_asc :many [hot] (@customer_filters, after_key i64?, after_id u64, take u32) → customers_by_name_desc
@customer_scan(SUM(w.open_base) | ASC | > | 0);

-- customers_by_overdue_desc :many [hot] (@customer_filters, after_key i64?, after_id u64, take u32) → customers_by_name_desc
@customer_scan(SUM(w.overdue_base) | DESC | < | 0);

-- customers_by_overdue_asc :many [hot] (@customer_filters, after_key i64?, after_id u64, take u32) → customers_by_name_desc
@customer_scan(SUM(w.overdue_base) | ASC | > | 0);

-- customers_by_oldest_desc :many [hot] (@customer_filters, after_key i64?, after_id u64, take u32) → customers_by_name_desc
@customer_scan(MIN(TO_DAYS(w.oldest_due_on)) | DESC | < | 0);

-- customers_by_oldest_asc :many [hot] (@customer_filters, after_key i64?, after_id u64, take u32) → customers_by_name_desc
@customer_scan(MIN(TO_DAYS(w.oldest_due_on)) | ASC | > | 9999999);

-- customers_by_limit_desc :many [hot] (@customer_filters, rates json, after_key i64?, after_id u64, take u32) → customers_by_name_desc
@customer_scan(@customer_limit_use | DESC | < | -1000000000000000);

-- customers_by_limit_asc :many [hot] (@customer_filters, rates json, after_key i64?, after_id u64, take u32) → customers_by_name_desc
@customer_scan(@customer_limit_use | ASC | > | 1000000000000000);

-- The first of all in sight, without filters: of one pass over that index alone. Who has no such
-- sum is not there.

-- customers_first_by_open :many [hot] (scope u64?, after_key i64?, after_id u64, take u32) → customers_by_name_desc
@customer_first(SUM(w.open_base) | DESC | <);

-- customers_first_by_overdue :many [hot] (scope u64?, after_key i64?, after_id u64, take u32) → customers_by_name_desc
@customer_first(SUM(w.overdue_base) | DESC | <);

-- customers_first_by_oldest :many [hot] (scope u64?, after_key i64?, after_id u64, take u32) → customers_by_name_desc
@customer_first(MIN(TO_DAYS(w.oldest_due_on)) | ASC | >);

-- customers_sums :many (ids json, scope u64?)
--     → (customer_id u64, currency cur, open_minor i64, overdue_minor i64)
SELECT w.customer_id, w.currency, COALESCE(CAST(SUM(w.open_minor) AS SIGNED), 0) AS open_minor,
       COALESCE(CAST(SUM(w.overdue_minor) AS SIGNED), 0) AS overdue_minor
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN worklist_row w ON w.customer_id = j.id
 WHERE SEES(w.division_id, w.customer_id)
 GROUP BY w.customer_id, w.currency
HAVING open_minor <> 0
 ORDER BY w.customer_id, w.currency;

-- customers_beside :many [hot] (ids json, scope u64?, rates json)
--     → (id u64, tags text?, assignees text?, risk text?, oldest_due_on day?, limit_use i64?)
-- limit_use in thousandths of a percent.
SELECT STRAIGHT_JOIN c.id,
       (SELECT GROUP_CONCAT(DISTINCT t.tag ORDER BY t.tag SEPARATOR ' ')
          FROM customer_tag t WHERE t.customer_id = c.id AND t.known_to IS NULL) AS tags,
       (SELECT GROUP_CONCAT(DISTINCT u.name ORDER BY u.name SEPARATOR ', ')
          FROM customer_assignment a JOIN user u ON u.id = a.user_id
         WHERE a.customer_id = c.id AND a.known_to IS NULL) AS assignees,
       (SELECT ELT(MAX(r.class + 0), 'low', 'medium', 'high')
          FROM case_state s JOIN risk r ON r.live_id = s.id
         WHERE s.customer_id = c.id AND SEES(s.division_id, s.customer_id)) AS risk,
       MIN(w.oldest_due_on) AS oldest_due_on, CAST(@customer_limit_use AS SIGNED) AS limit_use
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN customer c ON c.id = j.id
  LEFT JOIN worklist_row w ON w.customer_id = c.id AND SEES(w.division_id, w.customer_id)
 GROUP BY c.id;

-- customers_rates :many (on_day day, base cur) → (currency cur, rate_e8 i64)
-- The newest rate of each currency into that one.
SELECT r.base AS currency, r.rate_e8
  FROM fx_rate r
 WHERE r.quote = :base
   AND r.rate_on = (SELECT MAX(o.rate_on) FROM fx_rate o
                     WHERE o.base = r.base AND o.quote = r.quote AND o.rate_on <= :on_day);
