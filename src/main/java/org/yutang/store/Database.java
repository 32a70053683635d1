package org.yutang.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// The folder's lock, the server and the pool on it, opened and closed together.
final class Database implements AutoCloseable {

  /// Bounds what all requests and jobs together may hold.
  static final int MAX_CONNECTIONS = 24;

  private final FolderLock lock;
  private final @Nullable EmbeddedPostgres embedded;
  private final HikariDataSource pool;

  private Database(FolderLock lock, @Nullable EmbeddedPostgres embedded, HikariDataSource pool) {
    this.lock = lock;
    this.embedded = embedded;
    this.pool = pool;
  }

  /// Opens the embedded server of that home, or the external one if `url` is not blank, and brings
  /// every schema up to date.
  static Database open(Home home, String url) {
    RestoreMark.refuse(home);
    Database database = openForRestore(home, url);
    try {
      Migrations.run(database.dataSource());
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /// As [#open], also while a restore is under way; migrates nothing.
  static Database openForRestore(Home home, String url) {
    try {
      FolderLock lock = FolderLock.take(home);
      EmbeddedPostgres embedded = null;
      HikariDataSource pool = new HikariDataSource();
      try {
        if (url.isBlank()) embedded = EmbeddedPostgres.start(home);
        connect(pool, embedded, url);
        return new Database(lock, embedded, pool);
      } catch (RuntimeException | IOException e) {
        new Database(lock, embedded, pool).close();
        if (Disk.isFull(e)) throw Disk.full(e);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + home.dir() + " cannot be used", e);
    }
  }

  private static void connect(
      HikariDataSource pool, @Nullable EmbeddedPostgres embedded, String url) {
    pool.setPoolName("yutang");
    pool.setMaximumPoolSize(MAX_CONNECTIONS);
    pool.setMinimumIdle(2);
    pool.setConnectionTimeout(10_000);
    // arrays that the driver could send in binary, but does not unless told
    pool.addDataSourceProperty(
        "binaryTransferEnable", "UUID_ARRAY,DATE_ARRAY,TIMESTAMPTZ_ARRAY,BOOL_ARRAY");
    if (embedded == null) {
      ExternalDatabase.configure(pool, url);
      ExternalDatabase.check(pool);
      return;
    }
    pool.setJdbcUrl(embedded.url());
    pool.setUsername(embedded.user());
    pool.setPassword(embedded.password());
  }

  HikariDataSource dataSource() {
    return pool;
  }

  /// Whether nobody else can be on this database, so that what others left half-done may be taken
  /// up at once.
  boolean isOurs() {
    return embedded != null;
  }

  @Override
  public void close() {
    pool.close();
    if (embedded != null) embedded.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
