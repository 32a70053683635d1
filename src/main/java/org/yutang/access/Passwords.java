package org.yutang.access;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// Makes and checks argon2id hashes: 16 MiB and three passes each, at most [#AT_ONCE] at the same time, so that however many
/// log in at once the memory that it takes stays the same. Those beyond wait in line, and past a bound are refused.
///
/// Logins call it without a transaction open: waiting in line would hold a connection.
@Component
class Passwords {

  static final int MIN_LENGTH = 10;
  static final int MAX_LENGTH = 200;
  static final int AT_ONCE = 2;
  static final int MAX_WAITING = 300;
  private static final int MAX_WAIT_SECONDS = 40;
  private static final int RETRY_AFTER_SECONDS = 10;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MEMORY_KIB = 16 * 1024;
  private static final int PASSES = 3;

  private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, 1, MEMORY_KIB, PASSES);
  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger working = new AtomicInteger();
  private final AtomicInteger mostWorking = new AtomicInteger();
  private final String nobodys = argon2.encode(Secrets.random(""));

  /// Refuses with [AccessRefusal#WEAK_PASSWORD] what is too short, too long or the account's own name.
  String hash(String password, String accountName) {
    boolean fits = password.codePointCount(0, password.length()) >= MIN_LENGTH && password.length() <= MAX_LENGTH;
    if (!fits || password.equalsIgnoreCase(accountName))
      throw new Refusal(AccessRefusal.WEAK_PASSWORD, Map.of("minLength", MIN_LENGTH, "maxLength", MAX_LENGTH));
    return inTurn(() -> argon2.encode(password));
  }

  /// Whether it is the password of this hash. Without a hash it takes the same time and says no.
  boolean matches(String password, @Nullable String hash) {
    if (password.length() > MAX_LENGTH) return false;
    boolean same = inTurn(() -> argon2.matches(password, hash == null ? nobodys : hash));
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

  private <T> T inTurn(Supplier<T> work) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      throw busy();
    }
    try {
      if (!places.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) throw busy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      waiting.decrementAndGet();
    }
    try {
      mostWorking.accumulateAndGet(working.incrementAndGet(), Math::max);
      return work.get();
    } finally {
      working.decrementAndGet();
      places.release();
    }
  }

  private static Refusal busy() {
    return new Refusal(AccessRefusal.LOGINS_BUSY, Map.of("retryAfterSeconds", RETRY_AFTER_SECONDS));
  }
}
