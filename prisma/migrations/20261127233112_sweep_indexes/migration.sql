-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE INDEX "download_ticket_expires_at_idx" ON "download_ticket"("expires_at");

-- CreateIndex
CREATE INDEX "challenge_expires_at_idx" ON "challenge"("expires_at");

-- CreateIndex
CREATE INDEX "mailed_link_expires_at_idx" ON "mailed_link"("expires_at");

-- CreateIndex
CREATE INDEX "trusted_device_expires_at_idx" ON "trusted_device"("expires_at");

-- CreateIndex
CREATE INDEX "deleted_export_requested_at_idx" ON "deleted_export"("requested_at");
