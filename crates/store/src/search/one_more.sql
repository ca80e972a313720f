UPDATE beneficiary_search AS p
SET sessions = sessions + 1, last_day = coalesce(max(last_day, s.date), last_day, s.date)
FROM attendance AS a JOIN session AS s ON s.id = a.session AND s.deleted = 0
WHERE a.id = ?1 AND p.id = ?2
    AND NOT EXISTS (
        SELECT 1 FROM attendance AS other
        WHERE other.beneficiary = ?2 AND other.session = a.session AND other.deleted = 0 AND other.id <> ?1
    )
