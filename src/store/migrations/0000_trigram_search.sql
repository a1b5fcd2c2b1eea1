-- Search by part of a name: the indexes of the next migration need it. A trusted extension since PostgreSQL 13.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
