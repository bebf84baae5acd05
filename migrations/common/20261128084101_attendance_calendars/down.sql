DROP TABLE attendance_calendars;
