-- The notes of a session are about the only person it had.
SELECT DISTINCT s.id
FROM attendance AS a
JOIN session AS s ON s.id = a.session
WHERE a.beneficiary IN (SELECT value FROM json_each(?1))
    AND s.scope = ?2
    AND NOT EXISTS (
        SELECT 1 FROM attendance AS other
        WHERE other.session = s.id AND other.deleted = 0
            AND other.beneficiary NOT IN (SELECT value FROM json_each(?1)))
    AND coalesce(s.anonymous_total, 0) = 0
ORDER BY s.id
