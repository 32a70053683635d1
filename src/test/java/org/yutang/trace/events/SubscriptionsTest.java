package org.yutang.trace.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.store.Destination;
import org.yutang.trace.Capture;
import org.yutang.trace.Event;
import org.yutang.trace.EventQuery;
import org.yutang.trace.Schedule;
import org.yutang.trace.Subscriptions;
import org.yutang.trace.Trace;
import org.yutang.trace.TraceRefusal;
import org.yutang.trace.document.Examples;

class SubscriptionsTest extends ServerTest {

  private static final String TOKEN = "a token of the subscriber";

  @Autowired Trace trace;
  @Autowired Subscriptions subscriptions;
  @Autowired Deliveries deliveries;
  @Autowired JdbcClient sql;

  private record Heard(String signature, byte[] body) {}

  @Test
  void subscribersAreToldOfWhatTheyAskedForSignedAndUntilTheyHear() throws Exception {
    BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    AtomicInteger calls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean first = calls.getAndIncrement() == 0;
          if (!first)
            heard.add(new Heard(exchange.getRequestHeaders().getFirst("GS1-Signature"), body));
          exchange.sendResponseHeaders(first ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
    String box = "urn:epc:id:sscc:9920001.1000000001";
    String name = "q" + UUID.randomUUID();
    try {
      subscriptions.define(Actor.SYSTEM, name, Map.of("MATCH_epc", List.of(box)));
      URI hook = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
      UUID id = UUID.randomUUID();
      subscriptions.subscribe(
          Actor.SYSTEM, new Subscriptions.Order(id, name, hook, TOKEN, Subscriptions.When.AT_ONCE));
      capture("urn:epc:id:sscc:9920001.1000000002");
      capture(box);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (heard.isEmpty() && System.nanoTime() < end) {
        // the pause after a failure is longer than a test is patient
        sql.sql(
                "update trace.delivery set next_at = now() - interval '1 hour' where subscription = :id and next_at is not null")
            .param("id", id)
            .update();
        deliveries.everyMinute();
        Thread.sleep(100);
      }
      Heard told = heard.poll(1, TimeUnit.SECONDS);
      assertThat(told).isNotNull();
      assertThat(told.signature()).isEqualTo("sha256=" + Webhook.signature(TOKEN, told.body()));
      List<Event> events = Examples.read(told.body(), false).events();
      assertThat(events)
          .singleElement()
          .isInstanceOfSatisfying(
              Event.OfObjects.class,
              event -> assertThat(event.things().epcs()).containsExactly(box));
      assertThat(new String(told.body(), StandardCharsets.UTF_8)).contains(id.toString(), name);
      subscriptions.unsubscribe(Actor.SYSTEM, name, id);
      assertThat(subscriptions.listSubscriptions(Actor.SYSTEM, name, Optional.empty(), 10))
          .isEmpty();
      subscriptions.deleteQuery(Actor.SYSTEM, name);
      assertRefused(TraceRefusal.UNKNOWN_QUERY, () -> subscriptions.getQuery(Actor.SYSTEM, name));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whoeverIsToldByTheClockHearsEverythingAtOnceAndOfNothingAsWell() throws Exception {
    BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          heard.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    String box = "urn:epc:id:sscc:9920001.1000000009";
    String name = "q" + UUID.randomUUID();
    try {
      subscriptions.define(Actor.SYSTEM, name, Map.of("MATCH_epc", List.of(box)));
      Instant before = Instant.now();
      capture(box, 1);
      URI hook = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
      // so far away that it comes only when the test says so
      Schedule yearly = Schedule.of(Map.of("month", "1", "dayOfMonth", "1"));
      Subscriptions.When when =
          new Subscriptions.When(Optional.of(yearly), true, Optional.of(before.minusSeconds(5)));
      UUID id = UUID.randomUUID();
      Subscriptions.Order order = new Subscriptions.Order(id, name, hook, TOKEN, when);
      subscriptions.subscribe(Actor.SYSTEM, order);
      subscriptions.subscribe(Actor.SYSTEM, order);
      assertThat(subscriptions.getSubscription(Actor.SYSTEM, name, id).when().schedule())
          .hasValueSatisfying(found -> assertThat(found.fields()).isEqualTo(yearly.fields()));
      capture(box, 2);
      await(() -> noted(id, box) == 2);
      deliveries.everyMinute();
      assertThat(heard).isEmpty();
      theTimeComes(id);
      deliveries.everyMinute();
      byte[] first = heard.poll(30, TimeUnit.SECONDS);
      assertThat(first).isNotNull();
      assertThat(Examples.read(first, false).events()).hasSize(2);
      await(() -> waiting(id) == 0);
      theTimeComes(id);
      deliveries.everyMinute();
      byte[] second = heard.poll(30, TimeUnit.SECONDS);
      assertThat(second).isNotNull();
      assertThat(Examples.read(second, false).events()).isEmpty();
      assertThat(heard).isEmpty();
      subscriptions.deleteQuery(Actor.SYSTEM, name);
    } finally {
      server.stop(0);
    }
  }

  private long waiting(UUID id) {
    return sql.sql(
            "select count(*) from trace.delivery where subscription = :id and next_at is not null")
        .param("id", id)
        .query(Long.class)
        .single();
  }

  /// Of how many events of a thing a subscriber is to be told.
  private long noted(UUID id, String thing) {
    List<OffsetDateTime> times =
        trace
            .find(
                Actor.SYSTEM,
                new EventQuery(Map.of("MATCH_epc", List.of(thing)), 10, Optional.empty()))
            .events()
            .stream()
            .map(event -> event.base().recordTime().orElseThrow())
            .toList();
    return sql.sql(
            "select count(*) from trace.delivery where subscription = :id and chunk in (:times)")
        .param("id", id)
        .param("times", times)
        .query(Long.class)
        .single();
  }

  private void theTimeComes(UUID id) {
    sql.sql(
            """
            with due as (update trace.delivery set next_at = now() where subscription = :id and next_at is not null)
            update trace.subscription set next_run = now() where id = :id
            """)
        .param("id", id)
        .update();
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for long enough").isLessThan(end);
      Thread.sleep(50);
    }
  }

  @Test
  void nobodyIsToldOfWhatWasBeforeTheBeginning() throws Exception {
    String name = "q" + UUID.randomUUID();
    subscriptions.define(Actor.SYSTEM, name, Map.of());
    Subscriptions.When later =
        new Subscriptions.When(
            Optional.of(Schedule.of(Map.of("month", "1"))),
            false,
            Optional.of(Instant.now().plusSeconds(3600)));
    UUID id = UUID.randomUUID();
    UUID now = UUID.randomUUID();
    URI hook = URI.create("http://127.0.0.1:9/hook");
    subscriptions.subscribe(Actor.SYSTEM, new Subscriptions.Order(id, name, hook, TOKEN, later));
    subscriptions.subscribe(
        Actor.SYSTEM,
        new Subscriptions.Order(
            now,
            name,
            hook,
            TOKEN,
            new Subscriptions.When(later.schedule(), false, Optional.empty())));
    capture("urn:epc:id:sscc:9920001.1000000010");
    await(() -> waiting(now) > 0);
    assertThat(waiting(id)).isZero();
    subscriptions.deleteQuery(Actor.SYSTEM, name);
  }

  @Test
  void questionsKeepTheirNamesAndHookStayOutsideTheHouse() {
    String name = "q" + UUID.randomUUID();
    Map<String, List<String>> shipping = Map.of("EQ_bizStep", List.of("shipping"));
    subscriptions.define(Actor.SYSTEM, name, shipping);
    assertThat(subscriptions.define(Actor.SYSTEM, name, shipping).parameters()).isEqualTo(shipping);
    assertRefused(
        TraceRefusal.QUERY_EXISTS,
        () -> subscriptions.define(Actor.SYSTEM, name, Map.of("EQ_action", List.of("ADD"))));
    assertRefused(
        TraceRefusal.UNKNOWN_PARAMETER,
        () -> subscriptions.define(Actor.SYSTEM, "other", Map.of("EQ_taste", List.of("sweet"))));
    for (String address :
        List.of(
            "http://10.0.0.1/hook",
            "https://192.168.1.1/hook",
            "https://[fd00::1]/hook",
            "https://100.64.0.1/hook",
            "https://[fc00::1]/hook",
            "https://[fd12:3456:789a::1]/hook",
            "https://[fe80::1]/hook",
            "http://[2001:db8::1]/hook",
            "file:///etc/passwd",
            "ftp://127.0.0.1/x"))
      assertRefused(
          TraceRefusal.BAD_DESTINATION,
          () ->
              subscriptions.subscribe(
                  Actor.SYSTEM,
                  new Subscriptions.Order(
                      UUID.randomUUID(),
                      name,
                      URI.create(address),
                      TOKEN,
                      Subscriptions.When.AT_ONCE)));
    URI outside = URI.create("https://[2001:db8::1]/hook");
    assertThat(Destination.isAllowed(outside)).isTrue();
    subscriptions.deleteQuery(Actor.SYSTEM, name);
  }

  /// 0.0.0.0 stands for a name that points into the house by now: a connection to it comes out on
  /// this machine, where the test can hear it.
  @Test
  void nobodyIsToldWhereTheAddressPointsIntoTheHouseByNow() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          calls.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    String box = "urn:epc:id:sscc:9920001.1000000003";
    String name = "q" + UUID.randomUUID();
    int port = server.getAddress().getPort();
    try {
      subscriptions.define(Actor.SYSTEM, name, Map.of("MATCH_epc", List.of(box)));
      UUID id = UUID.randomUUID();
      URI hook = URI.create("http://127.0.0.1:" + port + "/hook");
      subscriptions.subscribe(
          Actor.SYSTEM, new Subscriptions.Order(id, name, hook, TOKEN, Subscriptions.When.AT_ONCE));
      sql.sql("update trace.subscription set address = :address where id = :id")
          .param("address", "http://0.0.0.0:" + port + "/hook")
          .param("id", id)
          .update();
      capture(box);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (lastError(name, id).isEmpty() && calls.get() == 0 && System.nanoTime() < end) {
        deliveries.everyMinute();
        Thread.sleep(100);
      }
      assertThat(calls).hasValue(0);
      assertThat(lastError(name, id)).contains("address not allowed");
      subscriptions.deleteQuery(Actor.SYSTEM, name);
    } finally {
      server.stop(0);
    }
  }

  private Optional<String> lastError(String query, UUID id) {
    return subscriptions.getSubscription(Actor.SYSTEM, query, id).lastError();
  }

  private static void assertRefused(
      Refusal.Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private void capture(String epc) throws Exception {
    capture(epc, 0);
  }

  private void capture(String epc, int hour) throws Exception {
    String event =
        """
        {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "ObjectEvent",
         "eventTime": "2026-01-01T0%d:00:00Z", "eventTimeZoneOffset": "+08:00", "action": "OBSERVE", "epcList": ["%s"]}
        """
            .formatted(hour, epc);
    Capture capture =
        trace.capture(
            Actor.SYSTEM,
            Capture.Order.of(UUID.randomUUID(), false, Capture.OnError.ROLLBACK),
            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
    assertThat(capture.success()).isTrue();
  }

  @Test
  void aNameThatPointsIntoTheHouseLaterIsNotTold() throws Exception {
    for (String inside : List.of("10.1.2.3", "169.254.169.254", "fd12::1", "fe80::1", "0.0.0.0"))
      assertThat(Destination.isOfTheWorld(InetAddress.getByName(inside))).as(inside).isFalse();
    for (String outside : List.of("203.0.113.7", "2001:db8::1"))
      assertThat(Destination.isOfTheWorld(InetAddress.getByName(outside))).as(outside).isTrue();
    assertThat(Destination.isAllowed(URI.create("https://10.1.2.3/hook"))).isFalse();
  }
}
