-- Reads the orders, prices every lane that can take one, and writes the lane of least total cost for each.

CREATE TABLE raw AS
  SELECT row_number() OVER () AS id, * FROM read_csv(getvariable('orders'), header = true, auto_detect = false, delim = ',', quote = '"', nullstr = '', columns = {
    'order_id': 'VARCHAR', 'country': 'VARCHAR', 'postcode': 'VARCHAR', 'weight_g': 'DECIMAL(12,2)', 'length_cm': 'DECIMAL(9,2)',
    'width_cm': 'DECIMAL(9,2)', 'height_cm': 'DECIMAL(9,2)', 'value': 'DECIMAL(15,3)', 'currency': 'VARCHAR', 'attributes': 'VARCHAR',
    'promised_days': 'BIGINT', 'ship_date': 'DATE', 'buyer_service': 'VARCHAR', 'hs6_count': 'BIGINT'});

-- exchange rates of each day on which orders ship
CREATE TABLE rate AS
  SELECT currency, day, arg_max(rate, valid_from) AS rate FROM fx, (SELECT DISTINCT ship_date AS day FROM raw)
  WHERE valid_from <= day GROUP BY currency, day
  UNION ALL SELECT 'CNY', day, 10000000000 FROM (SELECT DISTINCT ship_date AS day FROM raw);

CREATE TABLE service_day AS
  SELECT n, r.day, r.rate * (100 // units) AS rate, up(cap * 100 * c.rate, 10000000000) AS cap
  FROM service s JOIN rate r USING (currency) LEFT JOIN rate c ON c.currency = s.cap_currency AND c.day = r.day;

CREATE TABLE mask AS
  SELECT attributes, sum(bit)::BIGINT AS mask
  FROM (SELECT DISTINCT attributes FROM raw WHERE attributes IS NOT NULL), goods
  WHERE list_contains(string_split(attributes, '|'), attribute) GROUP BY attributes;

CREATE TABLE orders AS
  SELECT id, o.country, ship_date AS day, CAST(ceil(weight_g) AS BIGINT) AS weight, coalesce(mask, 0) AS mask,
    greatest(l, w, h) AS longest, l + w + h AS around, l * w * h AS volume,
    coalesce(up(CAST(value * units AS BIGINT) * rate * (100 // least(units, 100)), 10000000000 * (units // least(units, 100))), 0) AS value,
    greatest(coalesce(o.promised_days, c.promised_days) * 100 - getvariable('lead'), 0) AS t,
    coalesce(o.promised_days, c.promised_days) IS NOT NULL AS promised
  FROM (SELECT *, CAST(ceil(length_cm * 10) AS BIGINT) AS l, CAST(ceil(width_cm * 10) AS BIGINT) AS w,
      CAST(ceil(height_cm * 10) AS BIGINT) AS h, coalesce(currency, 'CNY') AS paid_in FROM raw) o
  JOIN digits d ON d.currency = o.paid_in
  JOIN rate r ON r.currency = o.paid_in AND r.day = o.ship_date
  LEFT JOIN mask m ON m.attributes = o.attributes
  LEFT JOIN (SELECT country, CAST(promised_days AS BIGINT) AS promised_days FROM csv('countries')) c ON c.country = o.country;

COPY (
  WITH dim AS (
    SELECT o.id, o.day, o.weight, o.value, o.t, o.promised, l.*,
      CASE WHEN divisor IS NOT NULL AND longest >= min_side AND ((volume + divisor - 1) // divisor) * 10 >= trigger10 * weight
        THEN (volume + divisor - 1) // divisor ELSE 0 END AS dim_g
    FROM orders o JOIN lane l USING (country)
    WHERE (mask & ~accepts) = 0
      AND (longest IS NULL OR (longest <= max_side AND around <= max_sum AND 2 * around - longest <= max_girth))
  ), billed AS (
    SELECT *, (greatest(weight, dim_g, min_g) + step_g - 1) // step_g * step_g AS g FROM dim
  ), charged AS (
    SELECT b.*, d.rate, d.cap,
      up(greatest(p.base + p.per_kg * b.g + p.step_price * ((greatest(0, b.g - p.first_g) + p.step_g - 1) // p.step_g), p.min_price), 1000) AS net
    FROM billed b
    JOIN gram m ON m.g = b.g
    JOIN price p ON p.n = b.n AND p.country = b.country AND p.bucket = m.bucket AND b.day BETWEEN p.valid_from AND p.valid_to
    JOIN service_day d ON d.n = b.n AND d.day = b.day
  ), shipped AS (
    SELECT *, up(net * rate, 10000000000) AS freight, up(up(net * fuel, 1000000) * rate, 10000000000) AS fuel_cost,
      up(flat * rate, 10000000000)
        + CASE WHEN peak > 0 AND day BETWEEN peak_from AND peak_to THEN up(up(peak * g, 1000) * rate, 10000000000) ELSE 0 END AS surcharges,
      CASE WHEN NOT promised OR p50 IS NULL THEN 0
        WHEN t <= p50 THEN up((1000000 - lost) * (100 * p50 - 50 * t), 100 * p50)
        WHEN t <= p80 THEN up((1000000 - lost) * (50 * (p80 - p50) - 30 * (t - p50)), 100 * (p80 - p50))
        ELSE up((1000000 - lost) * greatest(0, 20 * (p95 - p80) - 15 * (t - p80)), 100 * (p95 - p80)) END AS late
    FROM charged
  ), risked AS (
    SELECT *, freight + surcharges + fuel_cost AS shipping,
      CASE WHEN no_low THEN 0 ELSE up((1000000 - lost - late) * low_on + late * low_late, 1000000) END
        + CASE WHEN no_lost THEN 0 ELSE lost END AS bad
    FROM shipped
  ), costed AS (
    SELECT *,
      away(lost * ((value + getvariable('handling')) * 3650000
        - pay_rate * least(multiple * (of_value * value + of_freight * shipping), coalesce(cap, 1000000000))
          * (36500 - getvariable('capital') * claim_days)), 36500000000) AS loss_cost,
      CASE WHEN pays_late THEN up(late * getvariable('refund') * value, 1000000) ELSE 0 END AS late_cost,
      up(bad * getvariable('bad'), 1000000) AS score_cost,
      away(getvariable('capital') * (value * coalesce(p50, 0) - shipping * credit_days * 100), 36500) AS finance_cost
    FROM risked
  ), best AS (
    SELECT id, arg_min({'n': n, 'g': g, 'freight': freight, 'surcharges': surcharges, 'fuel': fuel_cost, 'shipping': shipping,
        'loss': loss_cost, 'late': late_cost, 'score': score_cost, 'finance': finance_cost, 'p_late': late, 'p_bad': bad},
      ((shipping * 100 + loss_cost + late_cost + score_cost + finance_cost)::HUGEINT * 2097152 + late) * 134217728 + bad * 64 + n) AS c
    FROM costed GROUP BY id
  )
  SELECT r.order_id, CASE WHEN c IS NULL THEN 'none' ELSE 'ship' END AS status, s.channel, s.service, c.g AS billable_g,
    c.freight * 0.01 AS freight, c.surcharges * 0.01 AS surcharges, c.fuel * 0.01 AS fuel, c.shipping * 0.01 AS shipping_cost,
    c.loss * 0.0001 AS loss_cost, c.late * 0.0001 AS late_cost, c.score * 0.0001 AS score_cost, c.finance * 0.0001 AS finance_cost,
    (c.loss + c.late + c.score + c.finance) * 0.0001 AS risk_cost,
    (c.shipping * 100 + c.loss + c.late + c.score + c.finance) * 0.0001 AS total_cost,
    c.p_late * 0.000001 AS p_late, c.p_bad * 0.000001 AS p_bad
  FROM raw r LEFT JOIN best b ON b.id = r.id LEFT JOIN service s ON s.n = c.n
  ORDER BY r.id
) TO $OUT (HEADER, DELIMITER ',');
