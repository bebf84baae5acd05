-- Heads of a thread, newest first, and how many there are, without looking at each.
CREATE INDEX objects_answers ON objects (parent_id, published_at, id, kind);
DROP INDEX objects_root;
CREATE INDEX objects_root ON objects (root_id, id, kind);
-- The few that not everybody sees; the condition is said in the same words in platform/objects.rs.
CREATE INDEX objects_unseen ON objects (root_id)
    WHERE deleted_at IS NOT NULL OR state <> 'published' OR visibility NOT IN ('public', 'unlisted', 'here');
CREATE INDEX traces_pinned ON traces (subject_id) WHERE pinned_at IS NOT NULL;
