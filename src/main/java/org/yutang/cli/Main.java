package org.yutang.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Refusal;
import org.yutang.store.StoreRefusal;

/// Where the process starts: the first word names the verb.
public final class Main {

  /// All verbs that Java does, in the order in which help shows them; `test` and `check` are the
  /// launcher's own.
  static final List<Verb> VERBS =
      List.of(
          new DemoVerb(),
          new RunVerb(),
          new ImportVerb(),
          new TokenVerb(),
          new VerifyVerb(),
          new ProgrammeVerb(),
          new LedgerVerb(),
          new BackupVerb(),
          new RestoreVerb(),
          new BenchVerb());

  private Main() {}

  public static void main(String[] typed) {
    boolean screen = System.console() != null && System.console().isTerminal();
    Terminal terminal =
        new Terminal(
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            Terminal.words(System.getenv()),
            screen);
    int code = run(List.of(typed), terminal);
    terminal.out().flush();
    terminal.err().flush();
    System.exit(code);
  }

  /// Runs what was typed and returns the code to end with.
  static int run(List<String> typed, Terminal terminal) {
    String name = typed.isEmpty() ? "help" : typed.getFirst();
    Optional<Verb> verb = VERBS.stream().filter(known -> known.name().equals(name)).findFirst();
    if (verb.isEmpty()) {
      terminal.warn("cli.unknown-verb", Map.of("verb", name));
      return Exit.USAGE;
    }
    List<String> rest = typed.isEmpty() ? List.of() : typed.subList(1, typed.size());
    if (rest.contains("--help") || rest.contains("-h")) {
      explain(name, terminal);
      return Exit.DONE;
    }
    try {
      return verb.get().run(verb.get().usage().parse(rest), terminal);
    } catch (UsageError e) {
      terminal.warn(e.key(), e.facts());
      terminal.err().println("  ./yutang " + verb.get().usage().shown(name));
      return Exit.USAGE;
    } catch (Exception e) {
      return refused(e, terminal);
    }
  }

  /// Prints the same page that the launcher prints where it is in front.
  private static void explain(String name, Terminal terminal) {
    String language = terminal.words().language().name().toLowerCase(Locale.ROOT);
    try (InputStream page =
        Main.class.getResourceAsStream("/help/" + name + "_" + language + ".txt")) {
      if (page == null) throw new IllegalStateException("no help for " + name);
      terminal.out().print(new String(page.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Prints the sentence of the refusal that lies at the bottom of a failure; what is none is a bug
  /// and shows its trace.
  private static int refused(Exception failure, Terminal terminal) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<Refusal> refusal = refusal(cause);
      if (refusal.isEmpty()) continue;
      terminal.err().println(terminal.words().refusal(refusal.get()));
      return refusal.get().code() instanceof CliRefusal own && own.isOutside()
          ? Exit.ENVIRONMENT
          : Exit.REFUSED;
    }
    terminal.warn("cli.failed", Map.of("reason", String.valueOf(failure)));
    failure.printStackTrace(terminal.err());
    return Exit.REFUSED;
  }

  /// A refusal, or what the file system says as one.
  private static Optional<Refusal> refusal(Throwable cause) {
    if (cause instanceof Refusal refusal) return Optional.of(refusal);
    if (cause instanceof IOException
        && String.valueOf(cause.getMessage()).contains("No space left on device"))
      return Optional.of(new Refusal(StoreRefusal.DISK_FULL));
    if (cause instanceof FileSystemException file)
      return Optional.of(
          new Refusal(
              CliRefusal.FILE_UNUSABLE,
              Map.of(
                  "file",
                  String.valueOf(file.getFile()),
                  "reason",
                  file.getClass().getSimpleName().replace("Exception", ""))));
    return Optional.empty();
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
