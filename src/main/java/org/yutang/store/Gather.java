package org.yutang.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lets many threads that ask for the same kind of thing at the same moment share one statement or
/// one transaction: while one of them works, the others' calls gather, and whoever comes next does
/// them all at once. A single caller waits for nobody.
///
/// A batch that fails is done again one by one, so that each caller hears only of its own mistakes;
/// the work must therefore leave nothing behind where it throws, as a transaction does. A caller
/// that has a transaction open does its own part alone and within it.
///
/// @param <A> what a caller asks
/// @param <B> what it hears
public final class Gather<A, B> {

  private final int most;
  private final Function<List<A>, List<B>> work;
  private final ConcurrentLinkedQueue<Call<A, B>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock();

  /// @param most how many are done at once
  /// @param work gives one answer a question, in order
  public Gather(int most, Function<List<A>, List<B>> work) {
    this.most = most;
    this.work = work;
  }

  /// For look-ups by key: the work gives what there is, by key.
  public static <K, V> Gather<K, Optional<V>> byKey(int most, Function<Set<K>, Map<K, V>> work) {
    return new Gather<>(
        most,
        keys -> {
          Map<K, V> found = work.apply(new LinkedHashSet<>(keys));
          return keys.stream().map(key -> Optional.ofNullable(found.get(key))).toList();
        });
  }

  /// For look-ups of several keys: everybody hears what there is of all that anybody wanted.
  public static <K, R> Gather<Set<K>, R> ofSets(int most, Function<Set<K>, R> work) {
    return new Gather<>(
        most,
        sets -> {
          Set<K> all = new LinkedHashSet<>();
          sets.forEach(all::addAll);
          return Collections.nCopies(sets.size(), work.apply(all));
        });
  }

  /// One caller's question, and what became of it; written by whoever has the turn.
  private static final class Call<A, B> {
    private final A question;
    private @Nullable B answer;
    private @Nullable RuntimeException failure;
    private boolean done;

    Call(A question) {
      this.question = question;
    }
  }

  /// The answer. Throws what the work throws.
  public B ask(A question) {
    if (Transactions.isOpen()) return work.apply(List.of(question)).getFirst();
    Call<A, B> call = new Call<>(question);
    waiting.add(call);
    turn.lock();
    try {
      while (!call.done) work();
    } finally {
      turn.unlock();
    }
    if (call.failure != null) throw call.failure;
    return Objects.requireNonNull(call.answer);
  }

  /// How many calls nobody works on yet.
  int waiting() {
    return waiting.size();
  }

  private void work() {
    List<Call<A, B>> batch = new ArrayList<>();
    while (batch.size() < most) {
      Call<A, B> next = waiting.poll();
      if (next == null) break;
      batch.add(next);
    }
    try {
      answer(batch);
    } catch (RuntimeException oneOfThem) {
      if (batch.size() == 1) batch.getFirst().failure = oneOfThem;
      else for (Call<A, B> each : batch) alone(each);
    } finally {
      // also where an Error flies: nobody waits for ever
      for (Call<A, B> each : batch) {
        if (each.answer == null && each.failure == null)
          each.failure = new IllegalStateException("whoever worked for this call died");
        each.done = true;
      }
    }
  }

  private void answer(List<Call<A, B>> batch) {
    List<B> answers = work.apply(batch.stream().map(call -> call.question).toList());
    for (int i = 0; i < batch.size(); i++) batch.get(i).answer = answers.get(i);
  }

  private void alone(Call<A, B> call) {
    try {
      answer(List.of(call));
    } catch (RuntimeException its) {
      call.failure = its;
    }
  }
}
