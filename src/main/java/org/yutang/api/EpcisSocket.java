package org.yutang.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Subscriptions;

/// Subscriptions by WebSocket, as the standard's description has them: whoever asks for the events
/// of a named query and wants to upgrade gets new ones as they come (`stream=true`), or by the
/// clock. What is refused is refused before the upgrade, as a problem.
@Configuration
class EpcisSocket {

  private static final String QUERIES = EpcisHeaders.ROOT + "/queries/";
  private static final String EVENTS = "/events";
  private static final String QUESTION = "question";

  /// A reader that is slower than this is cut off.
  private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(10).toMillis();

  private static final int MAX_WAITING_BYTES = 16 << 20;

  @Bean
  WebSocketHandlerMapping epcisSockets(Subscriptions subscriptions, EpcisDoor door) {
    WebSocketHttpRequestHandler handler = new WebSocketHttpRequestHandler(new Told(subscriptions));
    handler.setHandshakeInterceptors(
        List.of(new OriginHandshakeInterceptor(), new Asked(subscriptions)));
    WebSocketHandlerMapping mapping = new WebSocketHandlerMapping();
    mapping.setUrlMap(Map.of(QUERIES + "*" + EVENTS, handler));
    mapping.setWebSocketUpgradeMatch(true);
    mapping.setInterceptors(door);
    mapping.setOrder(-1);
    return mapping;
  }

  private record Question(Actor actor, String name, Subscriptions.When when) {}

  /// Looks at the question before the upgrade.
  private record Asked(Subscriptions subscriptions) implements HandshakeInterceptor {

    @Override
    public boolean beforeHandshake(
        ServerHttpRequest request,
        ServerHttpResponse response,
        WebSocketHandler handler,
        Map<String, Object> attributes) {
      HttpServletRequest asked = ((ServletServerHttpRequest) request).getServletRequest();
      Actor actor = actor();
      String path = asked.getRequestURI();
      String name =
          URLDecoder.decode(
              path.substring(QUERIES.length(), path.length() - EVENTS.length()),
              StandardCharsets.UTF_8);
      attributes.put(
          QUESTION,
          new Question(
              actor,
              subscriptions.getQuery(actor, name).name(),
              EpcisQueriesApi.SubscriptionBody.of(fields(asked)).when()));
      return true;
    }

    private static Actor actor() {
      var authentication = SecurityContextHolder.getContext().getAuthentication();
      if (authentication != null && authentication.getPrincipal() instanceof Actor actor)
        return actor;
      throw new Refusal(AccessRefusal.NOT_LOGGED_IN);
    }

    private static Map<String, String> fields(HttpServletRequest asked) {
      Map<String, String> fields = new HashMap<>();
      asked.getParameterMap().forEach((name, values) -> fields.put(name, values[0]));
      return fields;
    }

    @Override
    public void afterHandshake(
        ServerHttpRequest request,
        ServerHttpResponse response,
        WebSocketHandler handler,
        @Nullable Exception thrown) {}
  }

  /// One open connection after the other; what it says is not listened to.
  private static final class Told extends TextWebSocketHandler {

    private static final String FOLLOWING = "following";
    private final Subscriptions subscriptions;

    Told(Subscriptions subscriptions) {
      this.subscriptions = subscriptions;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) throws IOException {
      if (!(session.getAttributes().get(QUESTION) instanceof Question question))
        throw new IllegalStateException("nothing was asked");
      try {
        Subscriptions.Following following =
            subscriptions.follow(
                question.actor(),
                question.name(),
                question.when(),
                new Line(
                    new ConcurrentWebSocketSessionDecorator(
                        session, PATIENCE_MILLIS, MAX_WAITING_BYTES)));
        session.getAttributes().put(FOLLOWING, following);
      } catch (Refusal why) {
        session.close(CloseStatus.SERVICE_OVERLOAD.withReason(why.code().code()));
      }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
      if (session.getAttributes().get(FOLLOWING) instanceof Subscriptions.Following following)
        following.close();
    }
  }

  private record Line(WebSocketSession session) implements Subscriptions.Following.Told {

    @Override
    public void tell(byte[] document) throws IOException {
      if (!session.isOpen()) throw new IOException("closed");
      try {
        session.sendMessage(new TextMessage(new String(document, StandardCharsets.UTF_8)));
      } catch (RuntimeException tooSlow) {
        throw new IOException(tooSlow);
      }
    }

    @Override
    public void end() {
      try {
        session.close(CloseStatus.NORMAL);
      } catch (IOException gone) {
        // it is over anyway
      }
    }
  }
}
