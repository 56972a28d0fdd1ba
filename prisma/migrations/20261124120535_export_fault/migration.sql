-- CreateEnum
CREATE TYPE "export_fault" AS ENUM ('STORAGE_FULL', 'STORAGE_UNAVAILABLE', 'VALUE_UNREADABLE', 'DATABASE_LOST', 'UNKNOWN');

-- AlterTable
ALTER TABLE "export" ADD COLUMN     "last_fault" "export_fault";

-- What the janitor looks through for exports that have lost their job, however many have ended.
CREATE INDEX "export_processing_idx" ON "export"("requested_at") WHERE "status" = 'PROCESSING';
