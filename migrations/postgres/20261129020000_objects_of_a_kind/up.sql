-- PostgreSQL counts for itself; SQLite is told something here.
SELECT 1;
