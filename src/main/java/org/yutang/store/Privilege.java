package org.yutang.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yutang.kernel.Refusal;

/// As whom PostgreSQL runs, because it refuses to run as root.
enum Privilege {
  /// An ordinary user: as ourselves.
  OURSELVES,
  /// Root: in a user namespace without a mapping, where we are nobody in particular but still own
  /// our files.
  NAMESPACE,
  /// Root where namespaces are denied, as in many containers: as the user [#NOBODY], who then owns
  /// the data. It keeps the right to pass by file permissions, because folders above the data may
  /// be closed to it, as `/root` is.
  NOBODY_USER;

  private static final int NOBODY = 65534;

  static Privilege ofThisProcess() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) return OURSELVES;
    return works(NAMESPACE.command()) ? NAMESPACE : NOBODY_USER;
  }

  /// What stands before a program so that it runs with this privilege and out of the reach of the
  /// terminal's Ctrl-C.
  List<String> command() throws IOException {
    List<String> command = new ArrayList<>();
    if (onPath("setsid")) command.add("setsid");
    switch (this) {
      case OURSELVES -> {}
      case NAMESPACE -> command.addAll(List.of("unshare", "-U"));
      case NOBODY_USER -> {
        if (!onPath("setpriv"))
          throw new Refusal(
              StoreRefusal.DATABASE_UNUSABLE,
              Map.of(
                  "reason",
                  "PostgreSQL does not run as root, and neither unshare nor setpriv works here: start as an ordinary user"));
        command.addAll(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        List<String> passing =
            List.of(
                "--inh-caps=+dac_override",
                "--ambient-caps=+dac_override",
                "--securebits=+no_setuid_fixup");
        List<String> tried = new ArrayList<>(command);
        tried.addAll(passing);
        if (works(tried)) command.addAll(passing);
      }
    }
    return command;
  }

  /// Gives a file or folder with all in it to the user as whom PostgreSQL will run.
  void own(Path path) throws IOException {
    if (this == OURSELVES) return;
    int owner = this == NAMESPACE ? 0 : NOBODY;
    if (owner(path) == owner) return;
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.toList()) {
        Files.setAttribute(each, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(each, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean works(List<String> prefix) throws IOException {
    if (!onPath(prefix.getFirst())) return false;
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean onPath(String program) {
    String path = System.getenv("PATH");
    if (path == null) return false;
    return Stream.of(path.split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
  }
}
