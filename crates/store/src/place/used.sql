SELECT f.id, f.key, f.name, coalesce(u.n, 0)
FROM place_search AS f
LEFT JOIN (SELECT place, count(*) AS n FROM session WHERE deleted = 0 AND place IS NOT NULL GROUP BY place) AS u
    ON u.place = f.id
ORDER BY 4 DESC, f.name, f.id
