package org.yutang.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/// A database that opens and migrates on a thread of its own while the rest of the server is still
/// being put together, which takes about as long.
public final class EarlyDatabase implements DisposableBean {

  private static final String NAME = EarlyDatabase.class.getName();

  private final CompletableFuture<Database> opening = new CompletableFuture<>();
  private boolean taken;

  private EarlyDatabase() {}

  /// Begins to open it for the beans of that factory; if they never ask for it, it is closed with
  /// them.
  public static void begin(DefaultListableBeanFactory beans, Home home, String url) {
    EarlyDatabase early = new EarlyDatabase();
    beans.registerSingleton(NAME, early);
    beans.registerDisposableBean(NAME, early);
    Thread.ofPlatform().name("database").daemon().start(() -> early.open(home, url));
  }

  private void open(Home home, String url) {
    try {
      opening.complete(Database.open(home, url));
    } catch (Throwable e) {
      opening.completeExceptionally(e);
    }
  }

  /// Waits for it and leaves closing it to the caller.
  synchronized Database take() {
    taken = true;
    try {
      return opening.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) throw cause;
      throw e;
    }
  }

  @Override
  public synchronized void destroy() {
    if (taken) return;
    try {
      opening.join().close();
    } catch (CompletionException e) {
      LoggerFactory.getLogger(EarlyDatabase.class).debug("it never opened", e);
    }
  }
}
