DROP TABLE access_problems;
DROP TABLE texts;
