-- CreateEnum
CREATE TYPE "distribution_type" AS ENUM ('RETURN_OF_CAPITAL', 'PREFERRED_RETURN', 'PROFIT', 'INTEREST', 'OTHER');

-- AlterEnum
ALTER TYPE "export_kind" ADD VALUE 'DISTRIBUTIONS';

-- AlterEnum
ALTER TYPE "export_format" ADD VALUE 'XLSX';
ALTER TYPE "export_format" ADD VALUE 'JSONL';

-- CreateTable
CREATE TABLE "distribution" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "investor_id" UUID NOT NULL,
    "reference" TEXT,
    "investment" TEXT NOT NULL,
    "type" "distribution_type" NOT NULL,
    "paid_on" DATE NOT NULL,
    "amount" DECIMAL(18,2) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "distribution_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "distribution_investor_id_paid_on_id_idx" ON "distribution"("investor_id", "paid_on", "id");

-- CreateIndex
CREATE INDEX "distribution_account_id_paid_on_idx" ON "distribution"("account_id", "paid_on");

-- CreateIndex
CREATE UNIQUE INDEX "distribution_account_id_reference_key" ON "distribution"("account_id", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "investor_account_id_id_key" ON "investor"("account_id", "id");

-- AddForeignKey
ALTER TABLE "distribution" ADD CONSTRAINT "distribution_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "distribution" ADD CONSTRAINT "distribution_account_id_investor_id_fkey" FOREIGN KEY ("account_id", "investor_id") REFERENCES "investor"("account_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What has been paid is more than nothing; NaN, which PostgreSQL sorts above every number, is no amount.
ALTER TABLE "distribution" ADD CONSTRAINT "distribution_amount_positive" CHECK ("amount" > 0 AND "amount" <> 'NaN');
ALTER TABLE "distribution" ADD CONSTRAINT "distribution_currency_code" CHECK ("currency" ~ '^[A-Z]{3}$');
