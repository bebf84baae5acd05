DROP TABLE attendance_cards;
