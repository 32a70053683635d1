package org.yutang.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Page;

/// Long work that survives the process: submitted in the caller's transaction, run in the
/// background by one of few workers, run again from its beginning if the process died in between.
/// Handlers are therefore idempotent.
public interface Jobs {

  /// Submits a job. The same id again returns quietly; the first submission counts.
  ///
  /// @param id made by the caller
  /// @param kind names the [Handler]
  /// @param args a record that Jackson can write
  /// @param account who asked for it
  void submit(UUID id, String kind, Object args, UUID account);

  Optional<Job> find(UUID id);

  Page<Job> list(Query query);

  /// Which jobs, and in which order.
  ///
  /// @param account whose; empty for everybody's
  record Query(
      Optional<UUID> account,
      Optional<String> kind,
      Optional<State> state,
      Sort sort,
      boolean descending,
      Page.Wanted page) {
    /// All of an account, or of everybody, the newest first.
    public static Query newest(Optional<UUID> account, Page.Wanted page) {
      return new Query(account, Optional.empty(), Optional.empty(), Sort.SUBMITTED, true, page);
    }
  }

  enum Sort {
    SUBMITTED,
    ENDED
  }

  /// Those of one kind that have not ended, the oldest first; at most [Page#MAX_SIZE].
  List<Job> unfinished(String kind);

  enum State {
    WAITING,
    RUNNING,
    DONE,
    /// It ended in a refusal: [Job#refusalCode] and facts say why.
    REFUSED,
    /// It failed by a bug or outage and will be tried again.
    RETRYING,
    FAILED
  }

  /// A job as its readers see it. `done` of `total` are in the handler's own units, `total` 0 while
  /// unknown; `step` is a message key such as `job.import.reading`; `resultJson` is what the
  /// handler returned.
  record Job(
      UUID id,
      String kind,
      String argsJson,
      UUID account,
      State state,
      long done,
      long total,
      String step,
      @Nullable String resultJson,
      @Nullable String refusalCode,
      Map<String, Object> refusalFacts,
      Instant submittedAt,
      @Nullable Instant endedAt) {

    public boolean ended() {
      return state == State.DONE || state == State.REFUSED || state == State.FAILED;
    }
  }

  /// Told by a handler as it goes; written to the database at most a few times a second.
  interface Progress {
    void step(String messageKey, long done, long total);
  }

  /// Implemented as a bean by a room that has long work.
  interface Handler<A> {
    String kind();

    Class<A> argsType();

    /// @return a record that Jackson can write, kept as the job's result
    Object run(UUID jobId, A args, UUID account, Progress progress) throws Exception;

    /// Told after the end of a job has been recorded, however it ended, so that what a repetition
    /// would need can go. Not told when the process dies in between: only for tidying up.
    default void ended(UUID jobId, A args) {}
  }
}
