-- AlterTable
ALTER TABLE "investor" ADD COLUMN     "tax_id_index" BYTEA;

-- AlterTable
ALTER TABLE "export" ADD COLUMN     "filter_search" BYTEA;

-- CreateTable
CREATE TABLE "retired_key" (
    "key_id" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "retired_key_pkey" PRIMARY KEY ("key_id")
);

-- CreateIndex
CREATE INDEX "investor_account_id_tax_id_index_idx" ON "investor"("account_id", "tax_id_index");

-- The search text of an export may be a tax id: from now on it is encrypted, in a column of its own.
UPDATE "export" SET "filter" = "filter" - 'search' WHERE "status" <> 'PROCESSING';

-- Called in the transaction that writes what it encrypts. The lock is the key's own, and shared: a rotation takes it
-- alone once it has noted the key as retired, and so waits for whoever may still be writing under it.
CREATE FUNCTION hold_encryption_key(held text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('encryption key ' || held, 0));
  IF EXISTS (SELECT FROM retired_key WHERE key_id = held) THEN
    RAISE EXCEPTION 'ENCRYPTION_KEY (key %) was rotated out, and nothing may be encrypted under it any more. Start again with the newest key', held;
  END IF;
END $$;
