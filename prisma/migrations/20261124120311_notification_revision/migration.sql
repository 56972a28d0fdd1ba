-- AlterTable
ALTER TABLE "notification" ADD COLUMN     "revision" BIGINT;

-- Nothing has been changed since it was made: cursors that clients keep go on to be right.
UPDATE "notification" SET "revision" = "sequence";
ALTER TABLE "notification" ALTER COLUMN "revision" SET NOT NULL;

-- CreateIndex
CREATE INDEX "notification_created_at_idx" ON "notification"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "notification_team_member_id_revision_key" ON "notification"("team_member_id", "revision");
