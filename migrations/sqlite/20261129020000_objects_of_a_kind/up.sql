-- SQLite takes an index whose values it knows nothing about for one that leaves ten rows, and so went through everything
-- of a kind, all words of the venue, to find those under four works. It is told that a kind is many. These are no
-- measured figures and never change: plans are the same in every venue. https://sqlite.org/fileformat2.html#stat1tab
ANALYZE objects_kind;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('objects', 'objects_kind', '1000000 200000 100000 1');
