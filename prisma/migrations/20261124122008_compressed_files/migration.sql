-- AlterTable
ALTER TABLE "export" ADD COLUMN     "file_compressed" BOOLEAN NOT NULL DEFAULT false;
