package org.yutang.trace.events;

import java.net.URI;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yutang.store.Destination;
import org.yutang.store.Posting;

/// Sends a document to a subscriber's address, signed with the subscriber's own token.
@Component
class Webhook {

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "application/ld+json",
          "GS1-EPCIS-Version", "2.0.0",
          "GS1-CBV-Version", "2.0.0");

  private final Posting posting;

  Webhook(Posting posting) {
    this.posting = posting;
  }

  /// @param token empty for no signature
  /// @return what went wrong; empty where it was taken
  Optional<String> send(URI address, String token, byte[] body) {
    if (!Destination.isAllowed(address)) return Optional.of("address not allowed");
    Map<String, String> headers = new HashMap<>(HEADERS);
    if (!token.isEmpty()) headers.put("GS1-Signature", "sha256=" + signature(token, body));
    return posting.send(address, headers, body);
  }

  static String signature(String token, byte[] body) {
    return HexFormat.of().formatHex(Posting.mac(token, body));
  }
}
