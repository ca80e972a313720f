-- What sessions of a person say and nobody follows yet: where she was sent, procedures that are
-- still open, each once, by its latest session.
SELECT kind, session, date, title, state FROM (
    SELECT 'referral' AS kind, s.id AS session, s.date, s.recorded_at,
        (SELECT name FROM place WHERE id = o.redirection_place) AS title,
        o.redirection AS state, 1 AS rank
    FROM attendance AS a
    JOIN session AS s ON s.id = a.session AND s.deleted = 0
    JOIN outcome AS o ON o.id BETWEEN born(s.id) AND born(s.id) || '~' AND o.session = s.id AND o.deleted = 0 AND o.beneficiary = a.beneficiary
    WHERE a.beneficiary = ?1 AND a.deleted = 0 AND o.oriented = 1
        AND NOT EXISTS (SELECT 1 FROM referral AS r WHERE r.session = s.id AND r.deleted = 0 AND r.session IS NOT NULL)
    UNION ALL
    SELECT 'procedure', s.id, s.date, s.recorded_at, trim(s."procedure"), o.procedure_state,
        row_number() OVER (
            PARTITION BY coalesce(nullif(lower(trim(s."procedure")), ''), s.id)
            ORDER BY s.date DESC, s.recorded_at DESC, s.id DESC
        )
    FROM attendance AS a
    JOIN session AS s ON s.id = a.session AND s.deleted = 0
    JOIN outcome AS o ON o.id BETWEEN born(s.id) AND born(s.id) || '~' AND o.session = s.id AND o.deleted = 0 AND o.beneficiary = a.beneficiary
    WHERE a.beneficiary = ?1 AND a.deleted = 0 AND o.procedure_state IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM procedure AS p
            WHERE p.beneficiary = ?1 AND p.deleted = 0
                AND (p.session = s.id OR lower(trim(p.name)) = lower(trim(s."procedure")))
        )
)
WHERE rank = 1 AND (kind = 'referral' OR state NOT IN ('aboutie', 'abandonnee'))
ORDER BY date DESC, recorded_at DESC, session
LIMIT ?2
