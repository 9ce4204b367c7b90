"""The three measures of `rows.py` as somebody who knows DuckDB writes them."""

from __future__ import annotations

_REPEATS = """
WITH asked AS (
    SELECT LA_Person_Unique_Identifier AS person, Event_Start_Date AS day,
           lag(Event_Start_Date) OVER (PARTITION BY LA_Person_Unique_Identifier ORDER BY Event_Start_Date) AS before
    FROM cld
    WHERE Event_Type = 'Request' AND LA_Person_Unique_Identifier IS NOT NULL AND Event_Start_Date IS NOT NULL
), first_days AS (
    SELECT person, day, lag(day) OVER (PARTITION BY person ORDER BY day) AS before
    FROM asked WHERE before IS NULL OR day - before > 4
), counts AS (
    SELECT date_trunc('quarter', day)::DATE AS period,
           count(*) FILTER (day - first >= 365) AS known,
           count(*) FILTER (day - first >= 365 AND day - before <= 365) AS hits,
           count(*) FILTER (day - first < 365) AS early
    FROM first_days, (SELECT min(Reporting_Period_Start_Date) AS first FROM cld)
    GROUP BY period
)
SELECT 'all', period, '', hits, known FROM counts WHERE known > 0
UNION ALL
SELECT 'all', period, 'without full history', early, NULL FROM counts WHERE early > 0
"""
_STARTS = """
WITH span AS (
    SELECT min(Reporting_Period_Start_Date) AS first, max(Reporting_Period_End_Date) AS last FROM cld
), weeks AS (
    SELECT unnest(generate_series(date_trunc('week', first + 6), last - 6, INTERVAL 7 DAY))::DATE AS monday FROM span
), first AS (
    SELECT date_trunc('week', min(Event_Start_Date))::DATE AS monday
    FROM cld WHERE Event_Type = 'Service' AND Service_Type LIKE 'Long Term Support%'
    GROUP BY LA_Person_Unique_Identifier
), counts AS (
    SELECT monday, count(*) AS starts FROM first GROUP BY monday
)
SELECT 'all', monday, '', coalesce(starts, 0), 1 FROM weeks LEFT JOIN counts USING (monday)
"""
_CONVERSION = """
WITH events AS (
    SELECT LA_Person_Unique_Identifier AS person, LA_Code AS council, Event_Start_Date AS day,
           (Event_Type = 'Service')::UTINYINT AS kind, coalesce(Event_End_Date, DATE '9999-12-31') AS until
    FROM cld
    WHERE Event_Type = 'Request' OR (Event_Type = 'Service' AND Service_Type LIKE 'Long Term Support%')
), told AS (
    SELECT council, day, kind,
           max(CASE WHEN kind = 0 THEN day END) OVER before AS before,
           max(CASE WHEN kind = 1 THEN until END) OVER before AS open_until,
           min(CASE WHEN kind = 1 THEN day END) OVER after AS next_start
    FROM events
    WINDOW before AS (PARTITION BY person ORDER BY day, kind, council ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
           after AS (PARTITION BY person ORDER BY day, kind, council ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
), counts AS (
    SELECT council, date_trunc('month', day)::DATE AS period,
           count(*) FILTER (last - day >= 91) AS known,
           count(*) FILTER (last - day >= 91 AND next_start - day <= 91) AS hits,
           count(*) FILTER (last - day < 91) AS late
    FROM told, (SELECT max(Reporting_Period_End_Date) AS last FROM cld)
    WHERE kind = 0 AND (before IS NULL OR day - before > 4) AND (open_until IS NULL OR open_until < day)
    GROUP BY council, period
), both_ways AS (
    FROM counts
    UNION ALL
    SELECT 'all', period, sum(known), sum(hits), sum(late) FROM counts GROUP BY period
)
SELECT council, period, '', hits::BIGINT, known::BIGINT FROM both_ways WHERE known > 0
UNION ALL
SELECT council, period, 'without full follow-up', late::BIGINT, NULL FROM both_ways WHERE late > 0
"""
STATEMENTS = (_REPEATS, _STARTS, _CONVERSION)
"""Repeats within 365 days; first long-term starts a week; conversion in 91 days by council and month."""
