SELECT
    count(*),
    coalesce(sum(duration), 0),
    coalesce(sum(max(coalesce(anonymous_total, 0), 0)
        + (SELECT count(*) FROM attendance AS a
            WHERE a.id BETWEEN born(s.id) AND born(s.id) || '~' AND a.session = s.id AND a.deleted = 0)), 0)
FROM session AS s
WHERE s.deleted = 0 AND s.date = ?1
