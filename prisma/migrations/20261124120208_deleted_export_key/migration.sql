-- AlterTable
ALTER TABLE "deleted_export" ADD COLUMN     "idempotency_key" TEXT;
