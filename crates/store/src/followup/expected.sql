-- What is to be looked at again, open or not yet known to be closed, with its latest state.
-- Places are named by the session when the row leaves them out.
SELECT 'goal' AS kind, g.id, g.beneficiary, NULL AS session, g.wording AS title, g.look_again,
    g.recorded_at, g.conflict,
    (SELECT s.state FROM follow_step AS s WHERE s.item = g.id AND s.deleted = 0
     ORDER BY s.date DESC, s.recorded_at DESC, s.id DESC LIMIT 1) AS state
FROM goal AS g
WHERE g.deleted = 0 AND g.look_again IS NOT NULL AND g.look_again <= ?1
UNION ALL
SELECT 'referral', r.id, r.beneficiary, r.session,
    coalesce(
        (SELECT name FROM place WHERE id = r.place), r.place_name,
        (SELECT p.name FROM outcome AS o JOIN place AS p ON p.id = o.redirection_place
         WHERE o.id BETWEEN born(r.session) AND born(r.session) || '~' AND o.session = r.session AND o.deleted = 0 LIMIT 1)
    ), r.look_again, r.recorded_at, r.conflict,
    (SELECT s.state FROM follow_step AS s WHERE s.item = r.id AND s.deleted = 0
     ORDER BY s.date DESC, s.recorded_at DESC, s.id DESC LIMIT 1)
FROM referral AS r
WHERE r.deleted = 0 AND r.look_again IS NOT NULL AND r.look_again <= ?1
UNION ALL
SELECT 'procedure', p.id, p.beneficiary, p.session, p.name, p.look_again, p.recorded_at, p.conflict,
    (SELECT x.state FROM (
        SELECT s.state, s.date, s.recorded_at, s.id
        FROM follow_step AS s WHERE s.item = p.id AND s.deleted = 0
        UNION ALL
        SELECT o.procedure_state, n.date, n.recorded_at, o.id
        FROM attendance AS a
        JOIN session AS n ON n.id = a.session AND n.deleted = 0
            AND (n.id = p.session OR lower(trim(n."procedure")) = lower(trim(p.name)))
        JOIN outcome AS o ON o.id BETWEEN born(n.id) AND born(n.id) || '~' AND o.session = n.id AND o.deleted = 0 AND o.beneficiary = p.beneficiary
        WHERE a.beneficiary = p.beneficiary AND a.deleted = 0 AND o.procedure_state IS NOT NULL
    ) AS x ORDER BY x.date DESC, x.recorded_at DESC, x.id DESC LIMIT 1)
FROM procedure AS p
WHERE p.deleted = 0 AND p.look_again IS NOT NULL AND p.look_again <= ?1
UNION ALL
SELECT 'mandate', m.id, m.beneficiary, NULL, NULL, m.look_again, m.recorded_at, m.conflict, NULL
FROM mandate AS m
WHERE m.deleted = 0 AND m.look_again IS NOT NULL AND m.look_again <= ?1
