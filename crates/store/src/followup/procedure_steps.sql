-- What was noted by hand, and what the sessions of the same person say of the same procedure.
SELECT id, state, date, NULL AS session, recorded_at
FROM follow_step
WHERE item = ?1 AND deleted = 0
UNION ALL
SELECT o.id, o.procedure_state, s.date, s.id, s.recorded_at
FROM procedure AS p
JOIN attendance AS a ON a.beneficiary = p.beneficiary AND a.deleted = 0
JOIN session AS s ON s.id = a.session AND s.deleted = 0
    AND (s.id = p.session OR lower(trim(s."procedure")) = lower(trim(p.name)))
JOIN outcome AS o ON o.id BETWEEN born(s.id) AND born(s.id) || '~' AND o.session = s.id AND o.deleted = 0 AND o.beneficiary = p.beneficiary
WHERE p.id = ?1 AND o.procedure_state IS NOT NULL
ORDER BY date, recorded_at, id
