-- SQLite takes an index whose values it knows nothing about for one that leaves ten rows, and every table for as long as any
-- other. So it went through all words of the venue to find those under four works, and through all objects to find the
-- places. It is told that a kind is many, and that there are more objects than rows of any one noun. These are no measured
-- figures and never change: plans are the same in every venue. https://sqlite.org/fileformat2.html#stat1tab
ANALYZE objects_kind;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('objects', 'objects_kind', '2000000 200000 20000 1'),
    ('around_events', NULL, '10000');
