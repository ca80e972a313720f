UPDATE beneficiary_search
SET (sessions, last_day) = (
    SELECT count(DISTINCT s.id), max(s.date)
    FROM attendance AS a
    JOIN session AS s ON s.id = a.session AND s.deleted = 0
    WHERE a.beneficiary = ?1 AND a.deleted = 0
)
WHERE id = ?1
