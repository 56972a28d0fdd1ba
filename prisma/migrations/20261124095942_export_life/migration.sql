-- DropForeignKey
ALTER TABLE "notification" DROP CONSTRAINT "notification_export_id_fkey";

-- AlterTable
ALTER TABLE "export" ADD COLUMN     "files_left" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "deleted_export" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "files_left" BOOLEAN NOT NULL,

    CONSTRAINT "deleted_export_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "deleted_export_owner_id_requested_at_idx" ON "deleted_export"("owner_id", "requested_at");

-- CreateIndex
CREATE INDEX "export_owner_id_status_idx" ON "export"("owner_id", "status");

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "export"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Until now a finished export outlived its owner's access, its key every end, and its files some.
UPDATE "export" SET "status" = 'REVOKED' FROM "team_member" m
WHERE m."id" = "export"."owner_id" AND "export"."status" IN ('PROCESSING', 'COMPLETED')
  AND NOT (m."status" = 'ACTIVE' AND m."sensitive_data_access");
UPDATE "export" SET "storage_key" = NULL, "file_key" = NULL WHERE "status" <> 'COMPLETED';
UPDATE "export" SET "files_left" = true WHERE "attempt" > 0;

-- Only an export that can be downloaded has a key: whoever ends one, and however, destroys it.
ALTER TABLE "export" ADD CONSTRAINT "export_key_ends_with_completed"
  CHECK ("status" = 'COMPLETED' OR ("storage_key" IS NULL AND "file_key" IS NULL));

-- What the janitor looks for, however many exports have ended.
CREATE INDEX "export_due_idx" ON "export"("expires_at") WHERE "status" = 'COMPLETED';
CREATE INDEX "export_files_left_idx" ON "export"("id")
  WHERE "files_left" AND "status" NOT IN ('PROCESSING', 'COMPLETED');
