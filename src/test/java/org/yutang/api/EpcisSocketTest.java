package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.trace.document.Examples;

class EpcisSocketTest extends ApiTest {

  private static final String ROOT = "/api/v1/epcis";
  private static final String END = "the end";

  @Autowired JdbcClient sql;

  private static final class Heard implements WebSocket.Listener {
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        messages.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      messages.add(END);
      return null;
    }

    String next() throws InterruptedException {
      String message = messages.poll(30, TimeUnit.SECONDS);
      assertThat(message).as("a message").isNotNull();
      return message;
    }
  }

  private WebSocket open(String token, String path, Heard heard) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + token)
        .buildAsync(URI.create("ws://127.0.0.1:" + port + ROOT + path), heard)
        .join();
  }

  private String officer() {
    return token(holder(Role.COUNTY_OFFICER, new PlaceCode("CN")));
  }

  private void capture(String token, String epc, int hour) throws Exception {
    HttpResponse<String> answer =
        send(
            as(token, ROOT + "/events")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        """
                        {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "ObjectEvent",
                         "eventTime": "2026-01-01T0%d:00:00Z", "eventTimeZoneOffset": "+08:00", "action": "OBSERVE", "epcList": ["%s"]}
                        """
                            .formatted(hour, epc))));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private String query(String token, String epc) throws Exception {
    String name = "w" + UUID.randomUUID();
    HttpResponse<String> made =
        send(
            as(token, ROOT + "/queries")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"name\": \"%s\", \"query\": {\"MATCH_epc\": [\"%s\"]}}"
                            .formatted(name, epc))));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return name;
  }

  @Test
  void whoeverIsConnectedHearsOfNewEventsUntilTheQueryIsGone() throws Exception {
    String token = officer();
    String box = "urn:epc:id:sscc:9930021.1000000001";
    capture(token, box, 1);
    String name = query(token, box);
    Heard heard = new Heard();
    WebSocket socket = open(token, "/queries/" + name + "/events?stream=true", heard);
    awaitConnections(name, 1);
    capture(token, "urn:epc:id:sscc:9930021.1000000002", 2);
    capture(token, box, 3);
    String document = heard.next();
    assertThat(document).contains("\"queryName\":\"" + name + "\"");
    assertThat(Examples.read(document, false).events()).hasSize(1);
    Heard all = new Heard();
    WebSocket second =
        open(
            token,
            "/queries/" + name + "/events?stream=true&initialRecordTime=2026-01-01T00:00:00Z",
            all);
    int events = 0;
    while (events < 2) events += Examples.read(all.next(), false).events().size();
    assertThat(events).isEqualTo(2);
    second.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    awaitConnections(name, 1);
    // plain questions are answered as ever
    assertThat(send(as(token, ROOT + "/queries/" + name + "/events")).statusCode()).isEqualTo(200);
    assertThat(send(as(token, ROOT + "/queries/" + name + "/subscriptions")).body())
        .isEqualTo("[]");
    assertThat(send(as(token, ROOT + "/queries/" + name).DELETE()).statusCode()).isEqualTo(204);
    assertThat(heard.next()).isEqualTo(END);
    awaitConnections(name, 0);
    socket.abort();
  }

  @Test
  void whatCannotBeFollowedIsRefusedBeforeTheUpgrade() throws Exception {
    String token = officer();
    String name = query(token, "urn:epc:id:sscc:9930021.1000000003");
    String events = "/queries/" + name + "/events";
    assertRefused(400, token, events);
    assertRefused(400, token, events + "?stream=true&hour=1");
    assertRefused(400, token, events + "?hour=25");
    assertRefused(404, token, "/queries/nobody/events?stream=true");
    assertRefused(401, "nothing", events + "?stream=true");
    assertRefused(403, token(holder(Role.JUDGE, new PlaceCode("CN"))), events + "?stream=true");
    awaitConnections(name, 0);
  }

  private void assertRefused(int status, String token, String path) {
    assertThatThrownBy(() -> open(token, path, new Heard()))
        .isInstanceOfSatisfying(
            CompletionException.class,
            thrown ->
                assertThat(thrown.getCause())
                    .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        why -> assertThat(why.getResponse().statusCode()).isEqualTo(status)));
  }

  private void awaitConnections(String query, int wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (connections(query) != wanted) {
      assertThat(System.nanoTime()).as("waited for long enough").isLessThan(end);
      Thread.sleep(50);
    }
  }

  private int connections(String query) {
    return sql.sql(
            "select count(*) from trace.subscription where query = :query and seen_at is not null")
        .param("query", query)
        .query(Integer.class)
        .single();
  }
}
