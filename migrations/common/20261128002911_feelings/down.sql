DROP TABLE feelings;
