-- Everything that SQLite can say in a definition, in spellings that people use.
CREATE TABLE Users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  "email" VARCHAR(255) NOT NULL ON CONFLICT IGNORE COLLATE NOCASE CONSTRAINT uq_email UNIQUE ON CONFLICT REPLACE,
  age INTEGER DEFAULT 18 CHECK (age >= 0 /* ever */ AND age < 200),
  price NUMERIC(10, 2) DEFAULT -1.5,
  name TEXT DEFAULT 'it''s; ok',
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  expires_at DATETIME DEFAULT (datetime('now', '+1 day')),
  is_active BOOLEAN DEFAULT TRUE NOT NULL,
  full_name TEXT GENERATED ALWAYS AS (name || ' <' || email || '>') VIRTUAL,
  age_twice INT AS (age * 2) STORED,
  anything,
  CONSTRAINT ck_name CHECK (length(name) > 0),
  UNIQUE (name COLLATE RTRIM, age DESC)
);
CREATE TABLE [order lines] (
  order_id INTEGER, line_no INTEGER, product TEXT,
  user_ID INTEGER CONSTRAINT fk_user REFERENCES users(ID) ON DELETE CASCADE ON UPDATE SET NULL MATCH FULL DEFERRABLE INITIALLY DEFERRED,
  parent_order INTEGER, parent_line INTEGER,
  CONSTRAINT pk PRIMARY KEY (order_id, line_no DESC),
  FOREIGN KEY (parent_order, parent_line) REFERENCES "order lines" ON DELETE SET DEFAULT NOT DEFERRABLE
) WITHOUT ROWID;
CREATE TABLE 'strict one' (`key` TEXT PRIMARY KEY, n INT, r REAL, b BLOB, a ANY) STRICT;
CREATE TABLE odd (a UNSIGNED BIG INT, b DOUBLE PRECISION, c CHAR( 8 ), d "quoted type", id INTEGER, PRIMARY KEY(id DESC));
CREATE TABLE not_alias (id INTEGER PRIMARY KEY DESC);
CREATE TABLE copy AS SELECT id, email, price FROM users;
CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = 'porter ascii');
CREATE INDEX ix_age ON users (age DESC, Name COLLATE NOCASE);
CREATE UNIQUE INDEX ix_lower ON users (lower(email) COLLATE NOCASE DESC, (age + 1)) WHERE is_active AND age > 18;
CREATE VIEW v_users (uid, mail) AS SELECT id, email FROM users WHERE id IN (1, 2);
CREATE TRIGGER tr_users AFTER UPDATE OF email, age ON users FOR EACH ROW WHEN new.age > 1 BEGIN
  UPDATE users SET name = CASE WHEN new.age > 2 THEN 'x' ELSE 'y' END WHERE id = new.id;
  SELECT RAISE(ABORT, 'no; no') WHERE new.age < 0;
END;
CREATE TRIGGER tr_view INSTEAD OF INSERT ON v_users BEGIN INSERT INTO users (email) VALUES (new.mail); END;
