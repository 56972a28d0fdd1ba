-- CreateTable
CREATE TABLE "security_notice" (
    "id" UUID NOT NULL,
    "team_member_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "happened" TEXT NOT NULL,
    "ip_address" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "claimed_until" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "security_notice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "security_notice_expires_at_idx" ON "security_notice"("expires_at");

-- AddForeignKey
ALTER TABLE "security_notice" ADD CONSTRAINT "security_notice_team_member_id_fkey" FOREIGN KEY ("team_member_id") REFERENCES "team_member"("id") ON DELETE CASCADE ON UPDATE CASCADE;
