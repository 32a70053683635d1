package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.kernel.Refusal;
import org.yutang.proof.Proof;
import org.yutang.proof.ProofRefusal;
import org.yutang.proof.ReceiptDocument;

/// The public log for everybody's tools, without login: checkpoint and tiles as
/// [tlog-tiles](https://c2sp.org/tlog-tiles) serves them below `/log`, the log's public key, and
/// receipts.
@RestController
class LogApi {

  private static final String TILES = "/log/tile/";
  private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /// What never changes may be kept for ever; a partial tile is only needed until it has grown.
  private static final CacheControl FOR_EVER =
      CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

  private static final CacheControl A_MINUTE =
      CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic();
  private static final CacheControl A_MOMENT =
      CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic();

  private final Proof proof;

  LogApi(Proof proof) {
    this.proof = proof;
  }

  @GetMapping("/log/checkpoint")
  ResponseEntity<byte[]> checkpoint() {
    return text(proof.checkpoint(), A_MOMENT);
  }

  @GetMapping("/log/key")
  ResponseEntity<byte[]> key() {
    return text(proof.verifierKey() + "\n", A_MINUTE);
  }

  @GetMapping(TILES + "**")
  ResponseEntity<byte[]> tile(HttpServletRequest request) throws IOException {
    String address =
        request
            .getRequestURI()
            .substring(request.getContextPath().length()); // as sent: what is encoded is no tile
    String path = address.startsWith(TILES) ? address.substring(TILES.length()) : "";
    Optional<byte[]> tile = proof.tile(path);
    if (tile.isEmpty())
      return ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build();
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.ok()
            .contentType(MediaType.APPLICATION_OCTET_STREAM)
            .cacheControl(Proof.isFull(path) ? FOR_EVER : A_MINUTE);
    if (!path.startsWith("entries/")) return answer.body(tile.get());
    answer.header(
        HttpHeaders.VARY,
        HttpHeaders.ACCEPT_ENCODING); // entries compress well, hashes do not at all
    if (!acceptsGzip(request)) return answer.body(tile.get());
    return answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(gzip(tile.get()));
  }

  @Operation(summary = "The receipt of an entry of the public log, for verifiers")
  @GetMapping("/api/v1/proofs/{key}")
  ResponseEntity<byte[]> receipt(@PathVariable String key) {
    Proof.Receipt receipt =
        Optional.of(key)
            .filter(text -> UUID_FORM.matcher(text).matches())
            .flatMap(text -> proof.find(UUID.fromString(text)))
            .orElseThrow(() -> new Refusal(ProofRefusal.NOT_IN_LOG, Map.of("key", key)));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(A_MOMENT)
        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"receipt-" + key + ".json\"")
        .body(
            ReceiptDocument.of(receipt, proof.verifierKey())
                .toJson()
                .getBytes(StandardCharsets.UTF_8));
  }

  private static ResponseEntity<byte[]> text(String text, CacheControl cache) {
    return ResponseEntity.ok()
        .contentType(TEXT)
        .cacheControl(cache)
        .body(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean acceptsGzip(HttpServletRequest request) {
    String accepted =
        Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT_ENCODING)).orElse("");
    return java.util.Arrays.stream(accepted.split(","))
        .map(String::strip)
        .anyMatch(coding -> coding.matches("gzip(;\\s*q=(1(\\.0*)?|0\\.[0-9]*[1-9][0-9]*))?"));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }
}
