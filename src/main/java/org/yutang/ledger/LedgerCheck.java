package org.yutang.ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// Computes the books again from their lines and names everything that differs.
///
/// It asks a list of questions ([CheckQuestions], one SQL statement each, so that each sees one
/// moment of a ledger that goes on being written), then walks the whole journal in order
/// ([ChainCheck]). PostgreSQL adds up and spills to its disk where it must; here a few thousand
/// lines lie in memory at a time. To check one thing more, add a question.
///
/// What it cannot see: somebody who may write the database and computes all digests again from the
/// altered line to the end. For that, days are exported (see [LedgerDays]) and kept elsewhere.
@Component
public class LedgerCheck {

  /// The most findings of one kind that are told; the rest is counted.
  public static final int MOST_OF_A_KIND = 1000;

  private static final Semaphore FREE = new Semaphore(1);

  private final JdbcClient sql;
  private final List<BalanceCopy> copies;

  public LedgerCheck(JdbcClient sql, List<BalanceCopy> copies) {
    this.sql = sql;
    this.copies = List.copyOf(copies);
  }

  /// Hears how far it is and what is found, while it goes on.
  public interface Listener {
    /// @param step the message of what is done now, such as `ledger.check.chain`
    /// @param total 0 while unknown
    void at(String step, long done, long total);

    void found(Finding finding);
  }

  /// What was looked at, and how many findings of each kind there are; where one has more than
  /// [#MOST_OF_A_KIND], that many at least.
  public record Checked(
      long accounts, long lines, long batches, Map<Finding.Kind, Integer> findings) {
    public Checked {
      findings = Map.copyOf(findings);
    }

    public boolean sound() {
      return findings.isEmpty();
    }
  }

  /// What [#check] finds, without telling how far it is.
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    check(
        new Listener() {
          @Override
          public void at(String step, long done, long total) {}

          @Override
          public void found(Finding finding) {
            findings.add(finding);
          }
        });
    return findings;
  }

  /// Checks everything that is committed when it begins. Refuses with [LedgerRefusal#CHECK_RUNNING]
  /// while another check goes on, because one keeps a processor and the disk busy.
  public Checked check(Listener listener) {
    if (!FREE.tryAcquire()) throw new Refusal(LedgerRefusal.CHECK_RUNNING);
    try {
      Told told = new Told(listener);
      long accounts = 0;
      long lines = 0;
      long batches = 0;
      List<Integer> shards = shards();
      if (shards.size() > 1) new CheckQuestions(SqlLedger.SHARD, sql).askOfAllShards(told);
      for (int shard : shards) {
        accounts += accounts(shard);
        new CheckQuestions(shard, sql).ask(told);
        ChainCheck.Walked walked = new ChainCheck(shard, sql, told).walk();
        lines += walked.lines();
        batches += walked.batches();
      }
      new CopyCheck(copies, sql, told).compare();
      return new Checked(accounts, lines, batches, told.counts);
    } finally {
      FREE.release();
    }
  }

  private List<Integer> shards() {
    return sql.sql("select shard_key from ledger.shard_lease order by shard_key")
        .query(Integer.class)
        .list();
  }

  private long accounts(int shard) {
    return sql.sql("select count(*) from ledger.account where shard_key = :shard")
        .param("shard", shard)
        .query(Long.class)
        .single();
  }

  /// Passes on the first of each kind and counts all.
  private static final class Told implements Listener {
    final Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);
    private final Listener listener;

    Told(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void at(String step, long done, long total) {
      listener.at(step, done, total);
    }

    @Override
    public void found(Finding finding) {
      if (counts.merge(finding.kind(), 1, Math::addExact) <= MOST_OF_A_KIND)
        listener.found(finding);
    }
  }
}
