SELECT
    s.id, s.kind, s.date, s.recorded_at, s.duration, s.title, s.place_kind,
    coalesce(s.anonymous_total, 0),
    (SELECT count(*) FROM attendance
     WHERE id BETWEEN born(s.id) AND born(s.id) || '~' AND session = s.id AND deleted = 0),
    (SELECT trim(coalesce(b.first_name, '') || ' ' || coalesce(b.last_name, ''))
     FROM attendance AS a JOIN beneficiary AS b ON b.id = a.beneficiary
     WHERE a.id BETWEEN born(s.id) AND born(s.id) || '~' AND a.session = s.id AND a.deleted = 0
     ORDER BY a.recorded_at, a.id LIMIT 1),
    (SELECT json_group_array(value ORDER BY value) FROM session_themes WHERE id = s.id),
    coalesce((SELECT name FROM place WHERE id = s.place), s.commune ->> '$.name'),
    s.conflict,
    s.conflict IS NOT NULL
        OR EXISTS (SELECT 1 FROM outcome
            WHERE id BETWEEN born(s.id) AND born(s.id) || '~' AND session = s.id AND deleted = 0 AND conflict IS NOT NULL),
    (SELECT json_group_array(coalesce(j.name, t.name) ORDER BY coalesce(j.name, t.name), t.id)
     FROM session_tags AS st JOIN tag AS t ON t.id = st.value
     LEFT JOIN tag AS j ON j.id = t.joined AND j.deleted = 0
     WHERE st.id = s.id AND t.deleted = 0 AND t.name IS NOT NULL)
FROM session AS s
WHERE s.id = ?1
