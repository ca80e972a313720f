SELECT b.id,
    (SELECT max(s.date) FROM attendance AS a JOIN session AS s ON s.id = a.session AND s.deleted = 0
        WHERE a.beneficiary = b.id AND a.deleted = 0),
    max(b.changed_at, coalesce(h.at, 0))
FROM beneficiary AS b
LEFT JOIN (SELECT person, max(at) AS at FROM ({hanging}) GROUP BY person) AS h ON h.person = b.id
WHERE b.scope = ?1
    AND NOT EXISTS (SELECT 1 FROM erased AS e WHERE e.id = b.id)
    AND NOT EXISTS (SELECT 1 FROM merge AS m
        WHERE m.id = b.id AND m.deleted = 0 AND m.target IS NOT NULL AND b.deleted = 1)
ORDER BY b.id
