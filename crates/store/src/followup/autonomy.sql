-- The level of autonomy noted at each session of a person, for each theme of that session: the
-- latest ones when there are very many, oldest first.
SELECT theme, session, date, autonomy FROM (
    SELECT t.value AS theme, s.id AS session, s.date, s.recorded_at, o.autonomy,
        row_number() OVER (PARTITION BY t.value ORDER BY s.date DESC, s.recorded_at DESC, s.id DESC) AS rank
    FROM attendance AS a
    JOIN session AS s ON s.id = a.session AND s.deleted = 0 AND s.date IS NOT NULL
    JOIN outcome AS o ON o.id BETWEEN born(s.id) AND born(s.id) || '~' AND o.session = s.id AND o.deleted = 0 AND o.beneficiary = a.beneficiary
    JOIN session_themes AS t ON t.id = s.id
    WHERE a.beneficiary = ?1 AND a.deleted = 0 AND o.autonomy IS NOT NULL
)
WHERE rank <= ?2
ORDER BY theme, date, recorded_at, session
