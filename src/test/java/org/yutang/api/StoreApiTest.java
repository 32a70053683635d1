package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.access.Account;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.store.Backup;
import org.yutang.store.FileStore;
import org.yutang.store.Home;
import org.yutang.store.Jobs;

/// Files, jobs and backups as programs of others see them.
class StoreApiTest extends ApiTest {

  @Autowired FileStore files;
  @Autowired Jobs jobs;
  @Autowired Home home;

  private Account with(Role role) {
    Account account = account();
    accounts.grant(Actor.SYSTEM, account.id(), new Grant(role, PlaceCode.WORLD), Optional.empty());
    return account;
  }

  @Test
  void aFileIsTakenAndKnownByItsDigest() throws Exception {
    HttpResponse<String> answer =
        send(
            as(token(with(Role.COUNTY_OFFICER)), "/api/v1/files")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("X-File-Name", "register.csv")
                .POST(BodyPublishers.ofString("户主,村\n")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Files.readString(files.get((String) json(answer).get("digest"))))
        .isEqualTo("户主,村\n");
  }

  @Test
  void whoMayNotEditTheRegisterMayNotUpload() throws Exception {
    HttpResponse<String> answer =
        send(
            as(token(with(Role.AUDITOR)), "/api/v1/files")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString("x")));
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void anUploadOf200MegabytesIsRefusedByItsLengthAlone() throws Exception {
    String token = token(with(Role.COUNTY_OFFICER));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /api/v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(token, UUID.randomUUID(), 200L << 20);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.flush(); // not one byte of the body was sent
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertThat(in.readLine()).startsWith("HTTP/1.1 413");
    }
    assertThat(home.files().resolve("unfinished")).isEmptyDirectory();
  }

  @Test
  void anUploadThatHidesItsLengthIsCutOffAtTheBound() throws Exception {
    byte[] block = new byte[1 << 20];
    HttpResponse<String> answer =
        send(
            as(token(with(Role.COUNTY_OFFICER)), "/api/v1/files")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(
                    BodyPublishers.ofByteArrays(
                        () -> java.util.Collections.nCopies(70, block).iterator())));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(home.files().resolve("unfinished")).isEmptyDirectory();
  }

  @Test
  void ownJobsAreSeenOthersOnlyByThoseWhoReadTheAudit() throws Exception {
    Account owner = account();
    UUID job = UUID.randomUUID();
    jobs.submit(job, "test.unknown-kind", Map.of(), owner.id());
    assertThat(json(send(as(token(owner), "/api/v1/jobs/" + job))).get("kind"))
        .isEqualTo("test.unknown-kind");
    assertThat(json(send(as(token(owner), "/api/v1/jobs"))).get("total")).isEqualTo(1);
    assertThat(send(as(token(account()), "/api/v1/jobs/" + job)).statusCode()).isEqualTo(404);
    assertThat(json(send(as(token(account()), "/api/v1/jobs"))).get("total")).isEqualTo(0);
    assertThat(send(as(token(with(Role.AUDITOR)), "/api/v1/jobs/" + job)).statusCode())
        .isEqualTo(200);
    assertThat(code(send(as(token(owner), "/api/v1/jobs/" + UUID.randomUUID()))))
        .isEqualTo("store.not-found");
  }

  @Test
  void anAdministratorOnThisMachineStreamsABackupAndNobodyElse() throws Exception {
    Path file = Files.createTempFile(home.dir(), "backup", ".zip");
    String token = token(with(Role.ADMINISTRATOR));
    HttpResponse<Path> answer =
        HttpClient.newHttpClient()
            .send(as(token, "/api/v1/backup").build(), HttpResponse.BodyHandlers.ofFile(file));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Backup.check(file).tables()).isPositive();
    assertThat(send(as(token, "/api/v1/backup").header("X-Forwarded-For", "10.1.2.3")).statusCode())
        .isEqualTo(403);
    assertThat(send(as(token(with(Role.FUND_OFFICER)), "/api/v1/backup")).statusCode())
        .isEqualTo(403);
  }
}
