DROP INDEX traces_pinned;
DROP INDEX objects_unseen;
DROP INDEX objects_root;
CREATE INDEX objects_root ON objects (root_id, id);
DROP INDEX objects_answers;
