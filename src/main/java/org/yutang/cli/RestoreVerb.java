package org.yutang.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Refusal;
import org.yutang.store.Backup;
import org.yutang.store.Home;

/// `restore`: a new folder out of a backup.
final class RestoreVerb implements Verb {

  @Override
  public String name() {
    return "restore";
  }

  @Override
  public Usage usage() {
    return Usage.of(
        List.of("FILE"),
        Usage.Option.of("--dir", "FOLDER"),
        Usage.Option.of("--keys-file", "FILE"),
        Usage.Option.of("--keys", "FOLDER"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    Path file = readable(Arguments.path(arguments.operand(0)));
    Path dir =
        arguments
            .findPath("--dir")
            .orElseThrow(
                () -> new UsageError("cli.operand-missing", Map.of("operand", "--dir FOLDER")));
    Optional<Path> keys = arguments.findPath("--keys-file").map(RestoreVerb::readable);
    Settings settings = Settings.read(dir, System.getenv());
    Home home = ServerPlan.home(arguments, System.getenv());
    ProgressLine line = new ProgressLine(terminal);
    Backup.Summary summary =
        Backup.restore(file, home, settings.get(Setting.DATABASE_URL), line::show);
    line.clear();
    if (keys.isPresent()) Backup.restoreKeys(keys.get(), home);
    terminal.say(
        "cli.restore-done", Map.of("dir", dir, "rows", summary.rows(), "files", summary.files()));
    if (keys.isEmpty()) terminal.say("cli.restore-without-keys", Map.of("keys", home.keys()));
    return Exit.DONE;
  }

  private static Path readable(Path file) {
    if (Files.isReadable(file) && !Files.isDirectory(file)) return file;
    throw new Refusal(CliRefusal.FILE_MISSING, Map.of("file", file));
  }
}
