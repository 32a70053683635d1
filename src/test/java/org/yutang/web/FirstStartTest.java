package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.yutang.ServerTest;
import org.yutang.access.Access;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Logins;
import org.yutang.access.Peer;
import org.yutang.access.Permission;
import org.yutang.access.Role;
import org.yutang.access.Setup;
import org.yutang.demo.OpenedGate;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// A server of its own, started for the first time, as a demo and behind a proxy.
@TestPropertySource(properties = {"yutang.demo=true", "yutang.behind-proxy=true"})
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class FirstStartTest extends ServerTest {

  private static final String PASSWORD = "a password that is long";

  @Autowired Setup setup;
  @Autowired Accounts accounts;
  @Autowired Access access;
  @Autowired Logins logins;
  @Autowired ApplicationContext server;

  @Value("${local.server.port}")
  int port;

  @Test
  @Order(1) // while there is no account
  void oneLinkMakesOneAdministratorHoweverManyTry() throws Exception {
    String old = setup.renew().orElseThrow();
    String link = setup.renew().orElseThrow();
    assertThat(setup.isOpen(old)).isFalse();
    assertThat(setup.isOpen(link)).isTrue();
    refused(AccessRefusal.INVALID_TOKEN, () -> setup.complete(old, "late", "迟到", PASSWORD));
    refused(AccessRefusal.WEAK_PASSWORD, () -> setup.complete(link, "first", "第一", "weak"));
    assertThat(setup.isOpen(link)).as("a mistake does not use the link up").isTrue();

    List<Actor> winners = new ArrayList<>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Actor>> tries = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String name = "administrator-" + i;
        tries.add(pool.submit(() -> setup.complete(link, name, "管理员", PASSWORD)));
      }
      for (Future<Actor> each : tries) {
        try {
          winners.add(each.get());
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOfSatisfying(
                  Refusal.class,
                  refusal -> assertThat(refusal.code()).isEqualTo(AccessRefusal.INVALID_TOKEN));
        }
      }
    }
    assertThat(winners).hasSize(1);
    assertThat(setup.renew()).isEmpty();
    assertThat(setup.isOpen(link)).isFalse();
    Actor administrator = winners.getFirst();
    assertThat(access.may(administrator, Permission.MANAGE_ACCOUNTS, PlaceCode.WORLD)).isTrue();
    theLastAdministratorStays(administrator);
  }

  private void theLastAdministratorStays(Actor administrator) throws Exception {
    Grant world = new Grant(Role.ADMINISTRATOR, PlaceCode.WORLD);
    refused(
        AccessRefusal.LAST_ADMINISTRATOR,
        () -> accounts.revoke(administrator, administrator.account(), world));
    refused(
        AccessRefusal.LAST_ADMINISTRATOR,
        () -> accounts.close(administrator, administrator.account()));
    UUID second = UUID.randomUUID();
    accounts.create(administrator, second, "second", "第二", PlaceCode.WORLD, Optional.empty());
    accounts.grant(administrator, second, world, Optional.empty());
    List<Callable<Object>> both =
        List.of(
            () -> accounts.revoke(administrator, administrator.account(), world),
            () -> accounts.revoke(administrator, second, world));
    int gone = 0;
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Object> each : pool.invokeAll(both)) {
        try {
          each.get();
          gone++;
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(Refusal.class);
        }
      }
    }
    assertThat(gone).as("two who leave at once leave one").isEqualTo(1);
  }

  @Test
  void aDemoLinkLogsInFromThisMachineOnly() {
    UUID id = UUID.randomUUID();
    accounts.create(Actor.SYSTEM, id, "demo-" + id, "演示", PlaceCode.WORLD, Optional.empty());
    String link = logins.demoLink(id);
    assertThat(logins.enter(link, Peer.direct("127.0.0.1")).account()).isEqualTo(id);
    assertThat(logins.enter(link, Peer.direct("::1")).account()).isEqualTo(id);
    refused(AccessRefusal.INVALID_TOKEN, () -> logins.enter(link, Peer.direct("192.0.2.1")));
    refused(AccessRefusal.INVALID_TOKEN, () -> logins.enter(link, Peer.proxied("127.0.0.1")));
    refused(AccessRefusal.INVALID_TOKEN, () -> logins.enter("ye_other", Peer.direct("127.0.0.1")));
  }

  @Test
  void behindAProxyItsLastWordIsBelievedAndNobodyThroughItIsLocal() throws Exception {
    OpenedGate.of(server);
    HttpResponse<String> seen =
        send(
            HttpRequest.newBuilder(uri("/verify/trial-peer"))
                .header("X-Forwarded-For", "127.0.0.1, 198.51.100.4")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "pond.example"));
    assertThat(seen.body()).isEqualTo("198.51.100.4 false false https pond.example");
    assertThat(seen.headers().firstValue("Strict-Transport-Security")).isPresent();
    assertThat(send(HttpRequest.newBuilder(uri("/verify/trial-peer"))).body())
        .as("the command line, past the proxy")
        .startsWith("127.0.0.1 true");
    HttpResponse<String> form =
        send(
            HttpRequest.newBuilder(uri("/verify/trial-form")).header("X-Forwarded-Proto", "https"));
    assertThat(form.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("Secure", "HttpOnly");
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void refused(
      Refusal.Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
