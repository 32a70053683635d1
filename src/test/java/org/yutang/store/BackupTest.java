package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The drill: a house under load is backed up, restored elsewhere and compared row by row.
@Tag("slow")
class BackupTest {

  private static AnnotationConfigApplicationContext house;
  private static JdbcClient sql;
  private static Path dir;
  private static final byte[] PASSING = "passes through".getBytes();

  @BeforeAll
  static void furnish() throws IOException {
    dir = Houses.folder();
    house = Houses.open(dir);
    sql = house.getBean(JdbcClient.class);
    sql.sql(
            """
            insert into drill.parent (name, facts, secret, ratio, amount, at, day, tags, missing)
            select '户' || n || E'\\t\\\\ \\n', jsonb_build_object('n', n, '字', '塘'), decode(md5(n::text), 'hex'), n / 3.0, n + 0.25,
              timestamptz '2020-02-29 12:34:56.789012+08' + n * interval '1 hour', date '2020-01-01' + n, array['a', null, '乙'],
              case when n % 2 = 0 then '' end
            from generate_series(1, 5000) as n
            """)
        .update();
    sql.sql(
            """
            insert into drill.child (id, parent, elder, "strange Name")
            select ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, n,
              case when n < 500 then ('00000000-0000-0000-0000-' || lpad((n + 1)::text, 12, '0'))::uuid end, 'x'
            from generate_series(1, 500) as n
            """)
        .update();
    sql.sql(
            "create table drill.event_low partition of drill.event for values from (minvalue) to ('80000000-0000-0000-0000-000000000000')")
        .update();
    sql.sql(
            """
            create table drill.event_high partition of drill.event for values from ('80000000-0000-0000-0000-000000000000') to (maxvalue)
            partition by list (shard_key)
            """)
        .update();
    sql.sql("create table drill.event_high_1 partition of drill.event_high for values in (1)")
        .update();
    sql.sql("create table drill.event_high_rest partition of drill.event_high default").update();
    sql.sql(
            "insert into drill.event select n % 3, gen_random_uuid(), '字' || n from generate_series(1, 3000) as n")
        .update();
    sql.sql("select nextval('drill.counter') from generate_series(1, 41)").query(Long.class).list();
    house.getBean(FileStore.class).put(new ByteArrayInputStream("一份文件".getBytes()), 1000);
    house.getBean(FileStore.class).putPassing(new ByteArrayInputStream(PASSING), 1000);
    house.getBean(Keys.class).newest("drill");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void whatIsRestoredIsWhatWasThereAtOneMomentUnderLoad() throws Exception {
    Path file = dir.resolve("backup.zip");
    AtomicBoolean stop = new AtomicBoolean();
    Thread load = Thread.ofVirtual().start(() -> write(stop));
    Backup.Summary summary;
    try (OutputStream out = Files.newOutputStream(file)) {
      summary = house.getBean(Backup.class).write(out);
    } finally {
      stop.set(true);
      load.join();
    }
    assertThat(Backup.check(file)).isEqualTo(summary);
    assertThat(summary.files()).isEqualTo(1);

    Path copy = Houses.folder();
    assertThat(Backup.restore(file, Home.at(copy), Houses.url(copy), (step, done, total) -> {}))
        .isEqualTo(summary);
    try (AnnotationConfigApplicationContext restored = Houses.open(copy)) {
      JdbcClient there = restored.getBean(JdbcClient.class);
      assertThat(digests(restored, "drill.child", "drill.event"))
          .isEqualTo(digests(house, "drill.child", "drill.event"));
      // the load wrote one parent and one child in each transaction: the snapshot has both or
      // neither
      assertThat(
              there
                  .sql("select count(*) from drill.parent where name like 'load %'")
                  .query(Long.class)
                  .single())
          .isEqualTo(there.sql("select count(*) from drill.load").query(Long.class).single());
    }
  }

  @Test
  void everyTableIsTheSameByteForByteAndSequencesPartitionsAndFilesAreBack() throws Exception {
    Path file = backup();
    Path copy = Houses.folder();
    Backup.restore(file, Home.at(copy), Houses.url(copy), (step, done, total) -> {});
    try (AnnotationConfigApplicationContext restored = Houses.open(copy)) {
      Path again = copy.resolve("again.zip");
      try (OutputStream out = Files.newOutputStream(again)) {
        restored.getBean(Backup.class).write(out);
      }
      assertThat(tables(again)).containsAllEntriesOf(tables(file));
      JdbcClient there = restored.getBean(JdbcClient.class);
      assertThat(there.sql("select nextval('drill.counter')").query(Long.class).single())
          .isEqualTo(42);
      assertThat(
              there
                  .sql("select tableoid::regclass::text from drill.event group by 1 order by 1")
                  .query(String.class)
                  .list())
          .containsExactly("drill.event_high_1", "drill.event_high_rest", "drill.event_low");
      there
          .sql(
              "insert into drill.parent (name, facts, secret, ratio, amount, at, day, tags) values ('new', '{}', '', 0, 0, now(), now(), '{}')")
          .update();
      assertThat(there.sql("select max(id) from drill.parent").query(Long.class).single())
          .isGreaterThan(5000);
      assertThat(
              there
                  .sql("select doubled::text from drill.parent where id = 1")
                  .query(String.class)
                  .single())
          .isEqualTo("2.50");
      assertThat(restored.getBean(FolderFiles.class).all()).hasSize(1);
      assertThat(Files.exists(dir.resolve("files/passing"))).isTrue();
      FileStore.Stored stored = house.getBean(FolderFiles.class).all().getFirst();
      assertThat(Files.readString(restored.getBean(FileStore.class).get(stored.digest())))
          .isEqualTo("一份文件");
    }
  }

  @Test
  void aDamagedOrTruncatedBackupIsRefusedBeforeAnythingIsMade() throws Exception {
    Path file = backup();
    byte[] whole = Files.readAllBytes(file);
    Path copy = dir.resolve("never-made");
    Path bad = dir.resolve("bad.zip");
    Files.write(bad, java.util.Arrays.copyOf(whole, whole.length - 2000));
    assertRefused(bad, copy, "store.backup-damaged");
    byte[] flipped = whole.clone();
    flipped[whole.length / 3] ^= 1;
    Files.write(bad, flipped);
    assertRefused(bad, copy, "store.backup-damaged");
    change(file, bad, "manifest.json", text -> text.replace("drill.child", "drill.chile"));
    assertRefused(bad, copy, "store.backup-damaged");
    Files.write(bad, "no zip".getBytes());
    assertRefused(bad, copy, "store.backup-damaged");
  }

  @Test
  void aBackupOfANewerVersionIsRefusedBeforeAnythingIsMade() throws Exception {
    Path bad = dir.resolve("newer.zip");
    Path copy = dir.resolve("never-made");
    change(
        backup(), bad, "manifest.json", text -> text.replace("\"format\":1", "\"format\":2"), true);
    assertRefused(bad, copy, "store.backup-is-newer");
    change(
        backup(),
        bad,
        "manifest.json",
        text -> text.replaceFirst("\"version\":\"1\"", "\"version\":\"7\""),
        true);
    assertRefused(bad, copy, "store.backup-is-newer");
    change(
        backup(),
        bad,
        "manifest.json",
        text -> text.replaceFirst("\"checksum\":-?\\d+", "\"checksum\":5"),
        true);
    assertRefused(bad, copy, "store.backup-is-newer");
  }

  @Test
  void aFolderThatHoldsSomethingIsNotRestoredInto() throws Exception {
    Path copy = Houses.folder();
    Files.writeString(copy.resolve("mine"), "mine");
    assertThatThrownBy(
            () ->
                Backup.restore(
                    backup(), Home.at(copy), Houses.url(copy), (step, done, total) -> {}))
        .hasMessageContaining("store.not-empty");
    assertThat(copy.resolve("mine")).hasContent("mine");
  }

  @Test
  void anInterruptedRestoreIsNoHome() throws Exception {
    Path copy = Houses.folder();
    RestoreMark.set(Home.at(copy));
    assertThatThrownBy(() -> Houses.open(copy)).rootCause().hasMessageContaining("interrupted");
  }

  @Test
  void keysTravelInAFileOfTheirOwnOnly() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(Backup.writeKeys(Home.at(dir), out)).isEqualTo(1);
    Path file = dir.resolve("keys.zip");
    Files.write(file, out.toByteArray());
    Home copy = Home.at(Houses.folder());
    assertThat(Backup.restoreKeys(file, copy)).isEqualTo(1);
    assertThat(new FolderKeys(copy).newest("drill").secret())
        .isEqualTo(house.getBean(Keys.class).newest("drill").secret());
    assertThatThrownBy(() -> Backup.restoreKeys(file, copy))
        .hasMessageContaining("store.not-empty");
    String secret = Files.readString(dir.resolve("keys/drill.1"));
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(backup()))) {
      while (zip.getNextEntry() != null)
        assertThat(new String(zip.readAllBytes())).doesNotContain(secret);
    }
  }

  private static void assertRefused(Path backup, Path into, String code) {
    assertThatThrownBy(() -> Backup.restore(backup, Home.at(into), "", (step, done, total) -> {}))
        .hasMessageContaining(code);
    if (Files.exists(into)) assertThat(into).isEmptyDirectory();
  }

  private static Path backup() throws IOException {
    Path file = Files.createTempFile(dir, "backup", ".zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      house.getBean(Backup.class).write(out);
    }
    return file;
  }

  private static void write(AtomicBoolean stop) {
    Transactions transactions = house.getBean(Transactions.class);
    for (int n = 0; !stop.get(); n++) {
      String name = "load " + n + UUID.randomUUID();
      transactions.run(
          () -> {
            sql.sql(
                    "insert into drill.parent (name, facts, secret, ratio, amount, at, day, tags) values (:n, '{}', '', 0, 0, now(), now(), '{}')")
                .param("n", name)
                .update();
            sql.sql("insert into drill.load values (gen_random_uuid())").update();
          });
    }
  }

  private static Map<String, String> digests(AnnotationConfigApplicationContext of, String... names)
      throws Exception {
    Map<String, String> digests = new LinkedHashMap<>();
    try (Connection connection = of.getBean(DataSource.class).getConnection()) {
      for (Catalog.TopTable table : new Catalog(connection, List.of("drill")).tables()) {
        if (!List.of(names).contains(table.name())) continue;
        MessageDigest digest = Disk.sha256();
        BackupWriter.copyOut(
            connection, table, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        digests.put(table.name(), BackupWriter.hex(digest.digest()));
      }
    }
    return digests;
  }

  private static Map<String, String> tables(Path backup) throws IOException {
    Map<String, String> tables = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(backup))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
        if (entry.getName().startsWith("tables/")
            && !entry.getName().matches(".*(lease|scheduled_task|outbox_cursor)"))
          tables.put(entry.getName(), BackupWriter.hex(Disk.sha256().digest(zip.readAllBytes())));
    }
    return tables;
  }

  private static void change(Path from, Path to, String name, UnaryOperator<String> edit)
      throws IOException {
    change(from, to, name, edit, false);
  }

  /// Copies a backup with one entry edited, and the manifest's digest made to fit if asked.
  private static void change(
      Path from, Path to, String name, UnaryOperator<String> edit, boolean fit) throws IOException {
    byte[] changed = new byte[0];
    try (InputStream in = Files.newInputStream(from);
        ZipInputStream zip = new ZipInputStream(in);
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = zip.readAllBytes();
        if (entry.getName().equals(name))
          content = changed = edit.apply(new String(content)).getBytes();
        if (fit && entry.getName().equals(BackupManifest.DIGEST_ENTRY))
          content = BackupWriter.hex(Disk.sha256().digest(changed)).getBytes();
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
        out.closeEntry();
      }
    }
  }
}
