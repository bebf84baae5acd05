-- Pages of text the venue wrote itself; what is not here is the text that comes with the program.
CREATE TABLE texts (
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    source TEXT NOT NULL,
    revised_at BIGINT NOT NULL,
    PRIMARY KEY (name, language)
);

-- What somebody could not do on this site. The address to answer to is erased when the team has answered.
CREATE TABLE access_problems (
    id BIGINT NOT NULL PRIMARY KEY,
    page TEXT NOT NULL,
    text TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    answered_at BIGINT,
    answered_by BIGINT REFERENCES accounts (id)
);
CREATE INDEX access_problems_open ON access_problems (answered_at, id);
