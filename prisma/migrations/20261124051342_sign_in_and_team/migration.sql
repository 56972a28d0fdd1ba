-- CreateEnum
CREATE TYPE "challenge_purpose" AS ENUM ('SIGN_IN', 'VERIFY_EMAIL', 'CHANGE_EMAIL');

-- CreateEnum
CREATE TYPE "mailed_link_purpose" AS ENUM ('INVITATION', 'PASSWORD_RESET', 'NOT_ME');

-- DropIndex
DROP INDEX "challenge_team_member_id_idx";

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "mfa_updated_at" TIMESTAMPTZ(6),
ADD COLUMN     "mfa_updated_by_id" UUID;

-- AlterTable
ALTER TABLE "team_member" ADD COLUMN     "pending_email" TEXT;

-- AlterTable
ALTER TABLE "session" ALTER COLUMN "authenticated_at" DROP NOT NULL,
ALTER COLUMN "authenticated_at" DROP DEFAULT;

-- Sign-ins under way are begun again: a challenge lives for 15 minutes.
DELETE FROM "challenge";

-- AlterTable
ALTER TABLE "challenge" ADD COLUMN     "email" TEXT NOT NULL,
ADD COLUMN     "purpose" "challenge_purpose" NOT NULL,
ADD COLUMN     "resends" INTEGER NOT NULL DEFAULT 0,
ALTER COLUMN "token_hash" DROP NOT NULL,
ALTER COLUMN "session_transport" DROP NOT NULL;

-- CreateTable
CREATE TABLE "mailed_link" (
    "id" UUID NOT NULL,
    "team_member_id" UUID NOT NULL,
    "purpose" "mailed_link_purpose" NOT NULL,
    "email" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "mailed_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    "action" TEXT NOT NULL,
    "account_id" UUID,
    "actor_id" UUID,
    "subject_type" TEXT,
    "subject_id" UUID,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "mailed_link_token_hash_key" ON "mailed_link"("token_hash");

-- CreateIndex
CREATE INDEX "mailed_link_team_member_id_purpose_idx" ON "mailed_link"("team_member_id", "purpose");

-- CreateIndex
CREATE INDEX "audit_event_account_id_id_idx" ON "audit_event"("account_id", "id");

-- CreateIndex
CREATE INDEX "audit_event_subject_id_id_idx" ON "audit_event"("subject_id", "id");

-- CreateIndex
CREATE INDEX "challenge_team_member_id_created_at_idx" ON "challenge"("team_member_id", "created_at");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_mfa_updated_by_id_fkey" FOREIGN KEY ("mfa_updated_by_id") REFERENCES "team_member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailed_link" ADD CONSTRAINT "mailed_link_team_member_id_fkey" FOREIGN KEY ("team_member_id") REFERENCES "team_member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The audit table only grows: its rows are never updated, deleted or truncated, whoever asks.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_event is append-only';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
