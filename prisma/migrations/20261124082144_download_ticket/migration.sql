-- CreateTable
CREATE TABLE "download_ticket" (
    "id" UUID NOT NULL,
    "export_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "download_ticket_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "download_ticket_token_hash_key" ON "download_ticket"("token_hash");

-- CreateIndex
CREATE INDEX "download_ticket_export_id_idx" ON "download_ticket"("export_id");

-- CreateIndex
CREATE INDEX "download_ticket_session_id_idx" ON "download_ticket"("session_id");

-- AddForeignKey
ALTER TABLE "download_ticket" ADD CONSTRAINT "download_ticket_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "export"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "download_ticket" ADD CONSTRAINT "download_ticket_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
