SELECT a.id, a.beneficiary, b.first_name, b.last_name, coalesce(b.deleted, 1)
FROM attendance AS a
LEFT JOIN beneficiary AS b ON b.id = a.beneficiary
WHERE a.id BETWEEN born(?1) AND born(?1) || '~' AND a.session = ?1 AND a.deleted = 0 AND a.beneficiary IS NOT NULL
ORDER BY a.recorded_at, a.id
