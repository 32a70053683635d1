package org.yutang.trace.events;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Subscriptions.Following;
import org.yutang.trace.TraceRefusal;

/// The connections that this server holds; each has a thread that looks for what it has to be told.
@Component
class Connections {

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /// Each asks the database twice a second.
  private static final int MOST = 100;

  private final DeliveryRows rows;
  private final Deliveries deliveries;
  private final Map<UUID, Connection> open = new ConcurrentHashMap<>();

  Connections(DeliveryRows rows, Deliveries deliveries) {
    this.rows = rows;
    this.deliveries = deliveries;
  }

  Following open(UUID id, Following.Told told) {
    Connection connection = new Connection(id, told);
    open.put(id, connection);
    if (open.size() > MOST) {
      connection.close();
      throw new Refusal(TraceRefusal.TOO_MANY_CONNECTIONS, Map.of("limit", MOST));
    }
    connection.thread.start();
    deliveries.wake();
    return connection;
  }

  @PreDestroy
  void close() {
    open.values().forEach(Connection::close);
  }

  private final class Connection implements Following {

    private final UUID id;
    private final Told told;
    private final Thread thread;

    Connection(UUID id, Told told) {
      this.id = id;
      this.told = told;
      this.thread = Thread.ofVirtual().name("connection-" + id).unstarted(this::run);
    }

    private void run() {
      try {
        while (open.containsKey(id) && rows.seen(id)) {
          deliveries.tell(id, this::take);
          Thread.sleep(PAUSE);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.warn("a connection is given up", e);
      }
      close();
      told.end();
    }

    private Optional<String> take(byte[] document) {
      try {
        told.tell(document);
        return Optional.empty();
      } catch (IOException gone) {
        close();
        return Optional.of(gone.getClass().getSimpleName());
      }
    }

    @Override
    public void close() {
      if (open.remove(id) != null) rows.forget(Optional.of(id));
    }
  }
}
