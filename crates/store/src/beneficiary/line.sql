SELECT b.id, b.first_name, b.last_name, b.birth_year, b.commune, b.phone,
       coalesce(f.sessions, 0), f.last_day, b.conflict
FROM beneficiary AS b
LEFT JOIN beneficiary_search AS f ON f.id = b.id
WHERE b.id = ?1
