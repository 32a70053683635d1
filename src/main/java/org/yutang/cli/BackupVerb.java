package org.yutang.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yutang.store.Backup;
import org.yutang.store.Home;

/// `backup`: the whole house in one file, and the keys, if asked for, in another.
final class BackupVerb implements Verb {

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public Usage usage() {
    return new Usage(
        List.of("FILE"),
        Stream.concat(
                Stream.of(Usage.Option.of("--keys-file", "FILE")), LocalServer.OPTIONS.stream())
            .toList());
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    Path file = Arguments.path(arguments.operand(0));
    try (LocalServer server = LocalServer.reach(arguments, terminal, System.getenv())) {
      long bytes = server.client().fetch("/api/v1/backup", file);
      Backup.Summary summary =
          Backup.check(
              file); // read it once, so that a broken one is not found out when it is needed
      terminal.say(
          "cli.backup-done",
          Map.of("file", file, "bytes", bytes, "rows", summary.rows(), "files", summary.files()));
      Optional<Path> keys = arguments.findPath("--keys-file");
      if (keys.isPresent()) writeKeys(server.home(), keys.get(), terminal);
      return Exit.DONE;
    }
  }

  private static void writeKeys(Home home, Path file, Terminal terminal) throws IOException {
    Path part =
        Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part"); // 0600
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        Backup.writeKeys(home, out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    terminal.say("cli.backup-keys", Map.of("file", file));
  }
}
