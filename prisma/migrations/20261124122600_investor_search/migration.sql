-- What a search by a part of a name, an e-mail or a reference looks in: without it, each reads every investor. It takes
-- pg_trgm, which comes with PostgreSQL. Where it is not installed, or this user may not add it, a search is slow and
-- right all the same: a start must not fail for that.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX "investor_search_idx" ON "investor"
    USING GIN ("name" gin_trgm_ops, "email" gin_trgm_ops, "external_id" gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
  RAISE WARNING 'Searches for investors will be slow, for there is no extension pg_trgm: %', SQLERRM;
END
$$;
