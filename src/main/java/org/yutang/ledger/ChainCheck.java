package org.yutang.ledger;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Walks the journal from its first batch to its last: numbers without gaps, the digest of each
/// batch over the one before and its lines, each line what was commanded, linked groups whole.
///
/// The content of a line is computed again from its columns. Two kinds allow only part of that: a
/// reserve's owner and term are not kept, so its line is covered by the chain and compared with its
/// open reservation and its end; the unit is no part of a content and is compared with the
/// accounts. Behind a batch that differs the walk goes on from the digest that stands there, so
/// that one change is named once. One thread.
final class ChainCheck {

  private static final String STEP = "ledger.check.chain";
  private static final int BATCHES_AT_ONCE = 1000;

  /// The digest before the first batch.
  private static final byte[] NOTHING = new byte[32];

  private final int shard;
  private final JdbcClient sql;
  private final LedgerCheck.Listener told;
  private final MessageDigest sha;
  private final ByteBuffer eachLine = ByteBuffer.allocate(32);
  private long lines;
  private @Nullable Group group;

  ChainCheck(int shard, JdbcClient sql, LedgerCheck.Listener told) {
    this.shard = shard;
    this.sql = sql;
    this.told = told;
    try {
      this.sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @param lines that were there
  record Walked(long lines, long batches) {}

  /// A linked group whose members are coming.
  private static final class Group {
    final LineReader.Row head;
    final List<Command.Transfer> members = new ArrayList<>();
    boolean memberDiffers;

    Group(LineReader.Row head) {
      this.head = head;
    }
  }

  Walked walk() {
    Journal journal = new Journal(shard, sql);
    long lastBatch = journal.lastBatch();
    long end = journal.lastLine(); // after it, so that all lines of that batch are within
    LineReader reader = new LineReader(shard, sql, 0, end);
    byte[] digest = NOTHING;
    long number = 0;
    long line = 0;
    told.at(STEP, 0, end);
    for (List<JournalEntry> entries = journal.after(0, BATCHES_AT_ONCE);
        !entries.isEmpty() && number < lastBatch;
        entries = journal.after(number, BATCHES_AT_ONCE)) {
      for (JournalEntry entry : entries) {
        if (entry.number() > lastBatch) break; // written meanwhile
        boolean follows = entry.number() == number + 1;
        if (!follows) {
          found(Finding.Kind.BATCHES_MISSING, "first", number + 1, "last", entry.number() - 1);
          line = entry.firstLine() - 1;
          while (reader.next(line) != null) lines++; // of the batches that are missing
        } else if (entry.firstLine() != line + 1)
          found(
              Finding.Kind.BATCH_MISPLACED,
              Map.of("batch", entry.number(), "line", entry.firstLine(), "computed", line + 1));
        long last = line + entry.lines();
        boolean whole = batch(reader, entry, digest, line, last);
        byte[] stands = HexFormat.of().parseHex(entry.digest());
        if (follows && whole && !MessageDigest.isEqual(sha.digest(), stands))
          found(
              Finding.Kind.DIGEST_DIFFERS,
              Map.of("batch", entry.number(), "first", line + 1, "last", last));
        digest = stands;
        number = entry.number();
        line = last;
      }
      told.at(STEP, line, end);
    }
    closeGroup();
    return new Walked(lines, number);
  }

  /// Reads the lines of a batch into the digest.
  ///
  /// @return whether they are all there
  private boolean batch(
      LineReader reader, JournalEntry entry, byte[] before, long previous, long last) {
    sha.reset();
    sha.update(before);
    boolean whole = true;
    long line = previous;
    for (LineReader.Row row = reader.next(last); row != null; row = reader.next(last)) {
      lines++;
      if (row.line() == line) {
        found(Finding.Kind.LINE_TWICE, "line", line, "transfer", row.id());
        whole = false;
      } else if (row.line() > line + 1) {
        found(Finding.Kind.LINES_MISSING, "first", line + 1, "last", row.line() - 1);
        whole = false;
      }
      line = row.line();
      if (!row.recordedAt().equals(entry.recordedAt()))
        found(Finding.Kind.RECORDED_DIFFERS, "line", line, "transfer", row.id());
      content(row);
      eachLine.clear();
      put(row.id());
      put(row.content());
      sha.update(eachLine.array());
    }
    if (line < last) {
      found(Finding.Kind.LINES_MISSING, "first", line + 1, "last", last);
      whole = false;
    }
    return whole;
  }

  private void put(UUID id) {
    eachLine.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private void content(LineReader.Row row) {
    UUID linked = row.linked();
    if (group != null && !group.head.id().equals(linked)) closeGroup();
    if (row.kind() == LineKind.GROUP) {
      group = new Group(row);
      return;
    }
    boolean same = computed(row).map(row.content()::equals).orElse(true);
    if (!same) found(Finding.Kind.CONTENT_DIFFERS, "line", row.line(), "transfer", row.id());
    if (linked == null) return;
    if (group == null)
      found(
          Finding.Kind.GROUP_STRAY,
          Map.of("transfer", row.id(), "line", row.line(), "group", linked));
    else {
      group.memberDiffers |= !same;
      if (same && row.kind() == LineKind.TRANSFER) group.members.add(transfer(row));
    }
  }

  /// A group whose member was named already is not named as well.
  private void closeGroup() {
    Group closed = group;
    group = null;
    if (closed == null || closed.memberDiffers) return;
    int size = closed.members.size();
    boolean whole =
        size > 0
            && size <= Command.Linked.MAX_LINKED
            && Content.of(new Command.Linked(closed.head.id(), closed.members))
                .equals(closed.head.content());
    if (!whole)
      found(Finding.Kind.GROUP_DIFFERS, "group", closed.head.id(), "line", closed.head.line());
  }

  /// The content by the columns, where they tell it; none that could equal any where they could
  /// never have been written.
  private static Optional<UUID> computed(LineReader.Row row) {
    try {
      return switch (row.kind()) {
        case TRANSFER ->
            Optional.of(
                row.linked() == null
                    ? Content.of(transfer(row))
                    : Content.of(transfer(row), row.linked()));
        case POST ->
            Optional.of(Content.of(new Command.Post(row.id(), reservation(row), row.amount())));
        case VOID -> Optional.of(Content.of(new Command.Void(row.id(), reservation(row))));
        case EXPIRE -> Optional.of(Content.of(row.id(), reservation(row)));
        case RESERVE, GROUP -> Optional.empty();
      };
    } catch (IllegalArgumentException e) {
      return Optional.of(new UUID(0, 0)); // a memo that no command can have
    }
  }

  private static Command.Transfer transfer(LineReader.Row row) {
    return new Command.Transfer(
        row.id(),
        Objects.requireNonNull(row.debit()),
        Objects.requireNonNull(row.credit()),
        row.amount(),
        row.memo(),
        Objects.requireNonNull(row.businessDate()),
        row.holder());
  }

  private static UUID reservation(LineReader.Row row) {
    return Objects.requireNonNull(row.reservation());
  }

  private void found(Finding.Kind kind, String name1, Object fact1, String name2, Object fact2) {
    found(kind, Map.of(name1, fact1, name2, fact2));
  }

  private void found(Finding.Kind kind, Map<String, Object> facts) {
    Map<String, String> texts = new HashMap<>();
    facts.forEach((name, fact) -> texts.put(name, fact.toString()));
    told.found(new Finding(kind, texts));
  }
}
