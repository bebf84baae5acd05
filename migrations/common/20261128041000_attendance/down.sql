DROP TABLE attendance_messages;
DROP TABLE attendance_questions;
DROP TABLE attendance_words;
DROP TABLE attendance_requests;
DROP TABLE attendance_events;
DROP TABLE attendances;
