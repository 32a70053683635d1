package org.yutang.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.proof.ProofVerifier;
import org.yutang.proof.ProofVerifier.NotVerified;
import org.yutang.proof.ProofVerifier.Verified;
import org.yutang.proof.ReceiptDocument;
import org.yutang.proof.VerifierKey;

/// `verify`: checks a receipt of the public log. Needs no server and no network, and starts no
/// Spring.
///
/// The key to trust is the one given, or else that of the server whose folder lies here, or else
/// the receipt's own, which is said. Ends with 0 when the receipt holds, 1 when it does not, 2 when
/// there is nothing to check.
final class VerifyVerb implements Verb {

  /// Where a running server leaves its public key, below its folder.
  private static final String SERVER_KEY = "run/log.vkey";

  private static final int MAX_KEY_CHARS = 1_000;

  /// A key and the message that says where it came from.
  private record Trusted(VerifierKey key, String message) {}

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public Usage usage() {
    return Usage.of(
        List.of("FILE"),
        Usage.Option.of("--key", "VKEY"),
        Usage.Option.of("--key-file", "FILE"),
        Usage.Option.of("--dir", "FOLDER"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    if (arguments.has("--key") && arguments.has("--key-file"))
      throw new UsageError("cli.verify.two-keys", Map.of());
    ReceiptDocument receipt = receipt(Arguments.path(arguments.operand(0)));
    Optional<Trusted> trusted = key(arguments, receipt);
    if (trusted.isEmpty())
      return not(new NotVerified(ProofVerifier.Reason.KEY_UNREADABLE, Map.of()), terminal);
    return switch (ProofVerifier.verify(receipt, trusted.get().key())) {
      case NotVerified not -> not(not, terminal);
      case Verified verified -> verified(verified, receipt, trusted.get(), terminal);
    };
  }

  private static int verified(
      Verified verified, ReceiptDocument receipt, Trusted trusted, Terminal terminal) {
    terminal.say(
        "proof.verified",
        Map.of(
            "number", verified.index() + 1, "size", verified.size(), "origin", verified.origin()));
    verified
        .opened()
        .forEach(
            (field, value) -> terminal.say("proof.opened", Map.of("field", field, "value", value)));
    terminal.say("proof.entry-title", Map.of());
    terminal.out().println("  " + printable(new String(receipt.entry(), StandardCharsets.UTF_8)));
    terminal.warn(trusted.message(), Map.of("fingerprint", trusted.key().fingerprint()));
    return Exit.DONE;
  }

  private static int not(NotVerified not, Terminal terminal) {
    terminal.say("proof.not-verified", Map.of());
    terminal.say(not.reason().messageKey(), not.facts());
    return Exit.REFUSED;
  }

  private static ReceiptDocument receipt(Path file) {
    return ReceiptDocument.parse(read(file, ReceiptDocument.MAX_BYTES))
        .orElseThrow(
            () -> new UsageError(ProofVerifier.Reason.RECEIPT_UNREADABLE.messageKey(), Map.of()));
  }

  private static Optional<Trusted> key(Arguments arguments, ReceiptDocument receipt) {
    if (arguments.has("--key"))
      return Optional.of(
          new Trusted(given(arguments.find("--key").orElseThrow()), "proof.key-given"));
    if (arguments.has("--key-file")) {
      Path file = arguments.findPath("--key-file").orElseThrow();
      return Optional.of(
          new Trusted(
              given(new String(read(file, MAX_KEY_CHARS), StandardCharsets.UTF_8)),
              "proof.key-given"));
    }
    Optional<VerifierKey> own = VerifierKey.parse(receipt.key());
    return ofServer(arguments)
        .filter(server -> own.isEmpty() || server.name().equals(own.get().name()))
        .map(server -> new Trusted(server, "proof.key-of-server"))
        .or(() -> own.map(key -> new Trusted(key, "proof.key-of-receipt")));
  }

  private static VerifierKey given(String text) {
    return VerifierKey.parse(text)
        .orElseThrow(
            () -> new UsageError(ProofVerifier.Reason.KEY_UNREADABLE.messageKey(), Map.of()));
  }

  private static Optional<VerifierKey> ofServer(Arguments arguments) {
    Path file = ServerPlan.dir(arguments, System.getenv()).resolve(SERVER_KEY);
    if (!Files.isReadable(file)) return Optional.empty();
    return VerifierKey.parse(new String(read(file, MAX_KEY_CHARS), StandardCharsets.UTF_8));
  }

  private static byte[] read(Path file, int limitBytes) {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(limitBytes + 1);
      if (bytes.length > limitBytes)
        throw new UsageError(
            "cli.verify.too-large", Map.of("file", file, "limitBytes", limitBytes));
      return bytes;
    } catch (IOException e) {
      throw new UsageError("cli.verify.unreadable", Map.of("file", file));
    }
  }

  /// An entry is somebody's bytes: it must not steer the terminal.
  private static String printable(String text) {
    return text.codePoints()
        .map(
            c ->
                Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                    ? '\uFFFD'
                    : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
