-- Reads the subset book into tables of whole numbers: money in minor units, percents in ten-thousandths, lengths in mm,
-- probabilities in millionths, days in hundredths, exchange rates in units of 1e-10. Nothing is a binary float.

CREATE MACRO csv(name) AS TABLE
  SELECT * FROM read_csv(getvariable('book') || '/' || name || '.csv', header = true, all_varchar = true, nullstr = '');

-- half away from zero; up() for what is never negative
CREATE MACRO up(n, d) AS (2 * n + d) // (2 * d);
CREATE MACRO away(n, d) AS CASE WHEN n < 0 THEN -((d - 2 * n) // (2 * d)) ELSE (2 * n + d) // (2 * d) END;
CREATE MACRO whole(cell, units) AS CAST(CAST(cell AS DECIMAL(18, 6)) * units AS BIGINT);

CREATE TABLE digits AS
  SELECT currency, CASE WHEN currency IN ('JPY', 'KRW') THEN 1 WHEN currency = 'KWD' THEN 1000 ELSE 100 END AS units
  FROM (SELECT DISTINCT currency FROM csv('fx') UNION SELECT 'CNY');

-- the goods are bits
CREATE TABLE goods AS
  SELECT attribute, CAST(1 AS BIGINT) << (row_number() OVER (ORDER BY attribute) - 1) AS bit
  FROM (SELECT DISTINCT unnest(string_split(accepts, '|')) AS attribute FROM csv('services'));

SET VARIABLE capital = (SELECT CAST(value AS BIGINT) FROM csv('settings') WHERE key = 'capital_rate');
SET VARIABLE handling = (SELECT whole(value, 100) FROM csv('settings') WHERE key = 'claim_handling_cost');
SET VARIABLE refund = (SELECT whole(value, 100) FROM csv('settings') WHERE key = 'late_refund_rate');
SET VARIABLE lead = (SELECT whole(value, 100) FROM csv('settings') WHERE key = 'handling_days');
SET VARIABLE bad = (
  SELECT arg_max(whole(bad_order_cost, 10000), whole(bad_rate_from, 1000000)) FROM csv('weights')
  WHERE whole(bad_rate_from, 1000000) * (SELECT CAST(value AS BIGINT) FROM csv('settings') WHERE key = 'seller_orders')
    <= 1000000 * (SELECT CAST(value AS BIGINT) FROM csv('settings') WHERE key = 'seller_bad_orders'));

CREATE TABLE service AS
  SELECT CAST(row_number() OVER () AS INTEGER) AS n, s.service, channel, currency, units,
    coalesce((SELECT sum(bit) FROM goods WHERE list_contains(string_split(s.accepts, '|'), attribute)), 0)::BIGINT AS accepts,
    coalesce(CAST(min_g AS BIGINT), 0) AS min_g, coalesce(CAST(step_g AS BIGINT), 1) AS step_g,
    CAST(dim_divisor AS BIGINT) AS divisor, coalesce(whole(dim_trigger, 10), 10) AS trigger10,
    coalesce(whole(dim_min_side_cm, 10), 0) AS min_side, coalesce(whole(max_side_cm, 10), 1000000) AS max_side,
    coalesce(whole(max_sum_cm, 10), 1000000) AS max_sum, coalesce(whole(max_girth_cm, 10), 1000000) AS max_girth,
    coalesce(exempt_low_score, 'no') = 'yes' AS no_low, coalesce(exempt_not_received, 'no') = 'yes' AS no_lost,
    coalesce(late_borne_by, 'seller') = 'seller' AS pays_late,
    CASE WHEN claim_basis = 'freight' THEN 0 ELSE 1 END AS of_value,
    CASE WHEN coalesce(claim_basis, 'value') = 'value' THEN 0 ELSE 1 END AS of_freight,
    coalesce(CAST(claim_multiple AS BIGINT), 1) AS multiple,
    CAST(split_part(claim_cap, ' ', 1) AS BIGINT) AS cap, split_part(claim_cap, ' ', 2) AS cap_currency,
    coalesce(whole(claim_pay_rate, 100), 0) AS pay_rate, coalesce(CAST(claim_days AS BIGINT), 0) AS claim_days,
    coalesce(CAST(credit_days AS BIGINT), 0) AS credit_days
  FROM csv('services') s JOIN digits USING (currency);

CREATE TABLE band AS
  SELECT n, zone AS country, coalesce(CAST(over_g AS BIGINT), 0) AS over_g, CAST(upto_g AS BIGINT) AS upto_g,
    coalesce(whole(base, units), 0) * 1000 AS base, coalesce(whole(per_kg, units), 0) AS per_kg,
    coalesce(CAST(first_g AS BIGINT), 0) AS first_g, coalesce(CAST(r.step_g AS BIGINT), 1) AS step_g,
    coalesce(whole(step_price, units), 0) * 1000 AS step_price, coalesce(whole(min_price, units), 0) * 1000 AS min_price,
    coalesce(CAST(valid_from AS DATE), DATE '0001-01-01') AS valid_from, coalesce(CAST(valid_to AS DATE), DATE '9999-12-31') AS valid_to
  FROM csv('rates') r JOIN service USING (service);

-- Bands are looked up by equality, which makes the whole query a fifth cheaper than a join on ranges: the edges of all
-- cards cut the weights into buckets, each gram has one, and a price stands in every bucket of its band.
CREATE TABLE edge AS SELECT upto_g AS g FROM band UNION SELECT over_g FROM band;
CREATE TABLE bucket AS SELECT g, lead(g, 1, g) OVER (ORDER BY g) AS upto, row_number() OVER (ORDER BY g) AS bucket FROM edge;
CREATE TABLE gram AS SELECT unnest(generate_series(g + 1, upto)) AS g, bucket FROM bucket;
CREATE TABLE price AS
  SELECT p.*, bucket FROM band p JOIN bucket b ON b.g >= p.over_g AND b.upto <= p.upto_g AND b.upto > b.g;

-- what a service charges besides freight: at most one surcharge of each kind
CREATE TABLE extra AS
  SELECT n, coalesce(max(whole(amount, units)) FILTER (kind = 'flat'), 0) AS flat,
    coalesce(max(whole(amount, units)) FILTER (kind = 'per_kg'), 0) AS per_kg,
    max(country) FILTER (kind = 'per_kg') AS peak_countries,
    coalesce(max(CAST(valid_from AS DATE)) FILTER (kind = 'per_kg'), DATE '9999-12-31') AS peak_from,
    coalesce(max(CAST(valid_to AS DATE)) FILTER (kind = 'per_kg'), DATE '0001-01-01') AS peak_to,
    coalesce(max(whole(amount, 10000)) FILTER (kind = 'percent_of_freight'), 0) AS fuel
  FROM csv('surcharges') JOIN service USING (service) GROUP BY n;

CREATE TABLE risk AS
  SELECT n, country, whole(days_p50, 100) AS p50, whole(days_p80, 100) AS p80, whole(days_p95, 100) AS p95,
    whole(lost_rate, 1000000) AS lost, whole(low_score_on_time, 1000000) AS low_on, whole(low_score_late, 1000000) AS low_late
  FROM csv('risk') JOIN service USING (service);

-- a lane is a service in a country, with all that does not depend on the order
CREATE TABLE lane AS
  SELECT s.* EXCLUDE (cap, cap_currency), l.country, coalesce(e.flat, 0) AS flat, coalesce(e.fuel, 0) AS fuel, e.peak_from, e.peak_to,
    CASE WHEN list_contains(string_split(e.peak_countries, '|'), l.country) THEN e.per_kg ELSE 0 END AS peak,
    coalesce(own.p50, other.p50) AS p50, coalesce(own.p80, other.p80) AS p80, coalesce(own.p95, other.p95) AS p95,
    coalesce(own.lost, other.lost, 0) AS lost, coalesce(own.low_on, other.low_on, 0) AS low_on,
    coalesce(own.low_late, other.low_late, 0) AS low_late
  FROM (SELECT DISTINCT n, country FROM band) l
  JOIN service s USING (n)
  LEFT JOIN extra e USING (n)
  LEFT JOIN risk own ON own.n = l.n AND own.country = l.country
  LEFT JOIN risk other ON other.n = l.n AND other.country = '*';

CREATE TABLE fx AS
  SELECT currency, CAST(CAST(rate AS DECIMAL(20, 10)) * 10000000000 AS BIGINT) AS rate, CAST(valid_from AS DATE) AS valid_from FROM csv('fx');
