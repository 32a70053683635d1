package org.yutang.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// A real database to which connections break now and then: before or after a statement or a
/// commit, so that who waits for the answer cannot tell whether it happened. What a broken
/// connection had not committed is rolled back.
public final class UnreliableDatabase {

  private static final Set<String> ANSWERED = Set.of("commit", "executeQuery", "executeUpdate");
  private static final String CONNECTION_FAILURE = "08006";

  private final Random random;
  private double share;
  private final DataSource source;
  private long broken;

  /// @param share of the statements and commits at which the connection breaks
  public UnreliableDatabase(DataSource real, Random random, double share) {
    this.random = random;
    this.share = share;
    this.source =
        wrap(
            DataSource.class,
            (method, arguments) ->
                method.getName().equals("getConnection")
                    ? connection((Connection) call(method, real, arguments))
                    : call(method, real, arguments));
  }

  public DataSource source() {
    return source;
  }

  /// Transactions on it.
  public Transactions transactions(Home home) {
    return new Transactions(new JdbcTransactionManager(source), new Space(home));
  }

  /// From now on nothing breaks any more.
  public synchronized void mend() {
    share = 0;
  }

  /// How often a connection has broken.
  public synchronized long broken() {
    return broken;
  }

  private Connection connection(Connection connection) {
    Line line = new Line();
    return wrap(
        Connection.class,
        (method, arguments) -> {
          Object answer = line.through(method.getName(), () -> call(method, connection, arguments));
          return answer instanceof PreparedStatement statement
              ? wrap(
                  PreparedStatement.class,
                  (asked, with) ->
                      line.through(asked.getName(), () -> call(asked, statement, with)))
              : answer;
        });
  }

  /// What lies between us and the server; broken once, it stays so.
  private final class Line {

    private boolean cut;

    Object through(String method, Call call) throws Throwable {
      if (!ANSWERED.contains(method)) return call.answer();
      if (cut || breaks()) throw cut();
      Object answer = call.answer();
      if (breaks()) throw cut();
      return answer;
    }

    private SQLException cut() {
      cut = true;
      return new SQLException("the connection broke", CONNECTION_FAILURE);
    }
  }

  private synchronized boolean breaks() {
    if (random.nextDouble() >= share / 2) return false;
    broken++;
    return true;
  }

  private interface Call {
    Object answer() throws Throwable;
  }

  private interface Handler {
    Object handle(java.lang.reflect.Method method, Object[] arguments) throws Throwable;
  }

  private static Object call(java.lang.reflect.Method method, Object target, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T wrap(Class<T> type, Handler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> handler.handle(method, arguments)));
  }
}
