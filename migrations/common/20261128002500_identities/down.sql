DROP TABLE remote_sign_ins;
DROP TABLE remote_apps;
DROP TABLE identities;
