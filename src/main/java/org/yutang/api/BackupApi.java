package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Access;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Peer;
import org.yutang.access.Permission;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Backup;

/// Streams a backup of the running server to an administrator on the same machine: it holds
/// everybody's data.
@RestController
class BackupApi {

  private final Backup backup;
  private final Access access;
  private final Audit audit;

  BackupApi(Backup backup, Access access, Audit audit) {
    this.backup = backup;
    this.access = access;
    this.audit = audit;
  }

  /// What breaks off in the middle has no directory and no manifest, so a reader sees that it is no
  /// backup.
  @Operation(summary = "Download a backup of the whole house, on its own machine only")
  @GetMapping("/api/v1/backup")
  void get(Actor actor, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    access.require(actor, Permission.MANAGE_ACCOUNTS, PlaceCode.WORLD);
    if (!(request.getAttribute(Peer.class.getName()) instanceof Peer peer && peer.local()))
      throw new Refusal(
          AccessRefusal.NOT_PERMITTED,
          Map.of("permission", Permission.MANAGE_ACCOUNTS.name(), "place", PlaceCode.WORLD.text()));
    audit.record(actor, "store.backup", PlaceCode.WORLD, "backup", Map.of());
    response.setContentType("application/zip");
    response.setHeader("Cache-Control", "no-store");
    backup.write(response.getOutputStream());
  }
}
