DROP TABLE remote_sounds;
