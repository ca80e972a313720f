SELECT r.id, r.recorded_at, r.beneficiary, b.first_name, b.last_name, coalesce(b.deleted, 1),
    r.name, r."count", r.present, r.conflict
FROM registration AS r
LEFT JOIN beneficiary AS b ON b.id = r.beneficiary
WHERE r.workshop = ?1 AND r.deleted = 0
ORDER BY r.recorded_at, r.id
