package org.yutang.access;

import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// Makes and checks argon2id hashes: 16 MiB and two passes each, at most [#AT_ONCE] at the same
/// time, so that however many log in at once the memory that it takes stays the same. Those beyond
/// wait in line, and past a bound are refused. Hashes run on threads of the operating system: on
/// the few carriers of the virtual threads, two of them would keep every other request of a small
/// machine waiting.
///
/// Logins call it without a transaction open: waiting in line would hold a connection.
@Component
class Passwords implements AutoCloseable {

  static final int MIN_LENGTH = 10;
  static final int MAX_LENGTH = 200;
  static final int AT_ONCE = 2;
  static final int MAX_WAITING = 300;
  private static final int MAX_WAIT_SECONDS = 30;
  private static final int RETRY_AFTER_SECONDS = 10;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MEMORY_KIB = 16 * 1024;
  private static final int PASSES = 2;

  private final Argon2PasswordEncoder argon2 =
      new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, 1, MEMORY_KIB, PASSES);
  private final ExecutorService workers =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Thread.ofPlatform().name("argon2-", 0).daemon().factory());
  private final AtomicInteger working = new AtomicInteger();
  private final AtomicInteger mostWorking = new AtomicInteger();
  private final CompletableFuture<String> nobodys =
      CompletableFuture.supplyAsync(() -> argon2.encode(Secrets.random("")), workers);

  /// Refuses with [AccessRefusal#WEAK_PASSWORD] what is too short, too long or the account's own
  /// name.
  String hash(String password, String accountName) {
    boolean fits =
        password.codePointCount(0, password.length()) >= MIN_LENGTH
            && password.length() <= MAX_LENGTH;
    if (!fits || password.equalsIgnoreCase(accountName))
      throw new Refusal(
          AccessRefusal.WEAK_PASSWORD, Map.of("minLength", MIN_LENGTH, "maxLength", MAX_LENGTH));
    return inTurn(() -> argon2.encode(password));
  }

  /// Whether it is the password of this hash. Without a hash it takes the same time and says no.
  boolean matches(String password, @Nullable String hash) {
    if (password.length() > MAX_LENGTH) return false;
    boolean same = inTurn(() -> argon2.matches(password, hash == null ? nobodys.join() : hash));
    return same && hash != null;
  }

  /// Whether a hash was made with weaker settings than today's.
  boolean isWeaker(String hash) {
    return argon2.upgradeEncoding(hash);
  }

  /// The most hashes that ever were in work at once; for tests.
  int mostAtOnce() {
    return mostWorking.get();
  }

  private <T> T inTurn(Callable<T> work) {
    Future<T> waiting = inLine(work);
    try {
      return waiting.get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw busy();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      waiting.cancel(false); // who gave up waiting leaves the line
    }
  }

  private <T> Future<T> inLine(Callable<T> work) {
    try {
      return workers.submit(() -> counted(work));
    } catch (RejectedExecutionException e) {
      throw busy();
    }
  }

  private <T> T counted(Callable<T> work) throws Exception {
    mostWorking.accumulateAndGet(working.incrementAndGet(), Math::max);
    try {
      return work.call();
    } finally {
      working.decrementAndGet();
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }

  private static Refusal busy() {
    return new Refusal(AccessRefusal.LOGINS_BUSY, Map.of("retryAfterSeconds", RETRY_AFTER_SECONDS));
  }
}
