package org.yutang.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The content of a command in 16 bytes (the first of SHA-256 over all its parts), by which a
/// repeat is told from a reuse of its id.
final class Content {

  private final MessageDigest sha;
  private final ByteBuffer eight = ByteBuffer.allocate(8);

  private Content() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Content(int kind) {
    this();
    add(kind);
  }

  static UUID of(Command command) {
    return switch (command) {
      case Command.Transfer t -> transfer(t).end();
      case Command.Linked l -> {
        Content content = new Content(LineKind.GROUP.code);
        for (Command.Transfer t : l.transfers()) content.add(t.id()).add(of(t));
        yield content.end();
      }
      case Command.Reserve r ->
          new Content(LineKind.RESERVE.code)
              .add(r.from())
              .add(r.to())
              .add(r.amount())
              .add(r.memo())
              .add(r.businessDate().toEpochDay())
              .add(r.owner())
              .add(r.expiresAt().getEpochSecond())
              .add(r.expiresAt().getNano())
              .addIfAny(r.holder())
              .end();
      case Command.Post p ->
          new Content(LineKind.POST.code).add(p.reservation()).add(p.amount()).end();
      case Command.Void v -> new Content(LineKind.VOID.code).add(v.reservation()).end();
    };
  }

  /// A transfer as a member of a group is another thing than the same transfer alone.
  static UUID of(Command.Transfer member, UUID group) {
    return transfer(member).add(group).end();
  }

  /// An expiry, which no command caused.
  static UUID of(UUID id, UUID reservation) {
    return new Content(LineKind.EXPIRE.code).add(id).add(reservation).end();
  }

  /// The digest of a batch: SHA-256 over the digest of the batch before and each line's id and
  /// content, in order.
  static byte[] digest(byte[] before, List<NewLine> lines) {
    Content content = new Content();
    content.sha.update(before);
    for (NewLine line : lines) content.add(line.id()).add(line.content());
    return content.sha.digest();
  }

  private static Content transfer(Command.Transfer t) {
    return new Content(LineKind.TRANSFER.code)
        .add(t.from())
        .add(t.to())
        .add(t.amount())
        .add(t.memo())
        .add(t.businessDate().toEpochDay())
        .addIfAny(t.holder());
  }

  private Content add(long value) {
    sha.update(eight.putLong(0, value).array());
    return this;
  }

  private Content add(UUID value) {
    return add(value.getMostSignificantBits()).add(value.getLeastSignificantBits());
  }

  private Content addIfAny(@Nullable UUID value) {
    return value == null ? this : add(value);
  }

  private Content add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    sha.update(bytes);
    return this;
  }

  private UUID end() {
    ByteBuffer digest = ByteBuffer.wrap(sha.digest());
    return new UUID(digest.getLong(), digest.getLong());
  }
}
