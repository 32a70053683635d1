package org.yutang.proof;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A receipt as a file that anybody can check, here or with other tools: the entry, its proof and
/// the log's key in one JSON object. `docs/how-to/verify-a-receipt.md` describes it field by field.
///
/// @param entry the bytes as they are in the log
/// @param proof a C2SP tlog-proof text
/// @param key the log's public key as the issuer names it; worth as much as the way on which it
///   came
/// @param opening shows what a digest in the entry stands for; never published by the log itself
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ReceiptDocument(byte[] entry, String proof, String key, Optional<Opening> opening) {

  /// The value of the field `format`.
  public static final String FORMAT = "yutang-receipt/1";

  /// No receipt is larger; a larger file is none.
  public static final int MAX_BYTES = 1_000_000;

  private static final Set<String> FIELDS =
      Set.of("format", "entry", "entryBase64", "proof", "key", "opening");
  private static final String SALT = "salt";
  private static final int MIN_SALT_BYTES = 16;

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// Shows what digests in the entry stand for.
  ///
  /// @param salt at least 16 random bytes
  /// @param fields what stands behind the digest in the entry's field of the same name
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Opening(byte[] salt, Map<String, String> fields) {
    public Opening {
      if (salt.length < MIN_SALT_BYTES)
        throw new IllegalArgumentException("a salt has at least 16 bytes");
      if (fields.isEmpty() || fields.containsKey(SALT))
        throw new IllegalArgumentException("an opening names at least one field");
      fields = Map.copyOf(fields);
    }
  }

  public static ReceiptDocument of(Proof.Receipt receipt, String key) {
    return new ReceiptDocument(receipt.entry(), receipt.proof(), key, Optional.empty());
  }

  public ReceiptDocument withOpening(Opening shown) {
    return new ReceiptDocument(entry, proof, key, Optional.of(shown));
  }

  /// Reads a receipt; empty when it is none: other fields, missing ones, fields twice, broken
  /// UTF-8.
  public static Optional<ReceiptDocument> parse(byte[] json) {
    if (json.length > MAX_BYTES) return Optional.empty();
    try {
      JsonNode root = STRICT.readTree(utf8(json));
      if (!root.isObject()
          || !FIELDS.containsAll(root.propertyNames())
          || !FORMAT.equals(text(root, "format"))) return Optional.empty();
      return Optional.of(
          new ReceiptDocument(entry(root), text(root, "proof"), text(root, "key"), opening(root)));
    } catch (JacksonException | CharacterCodingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public String toJson() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    try {
      root.put("entry", utf8(entry));
    } catch (CharacterCodingException e) {
      root.put("entryBase64", Base64Text.encode(entry));
    }
    root.put("proof", proof);
    root.put("key", key);
    opening.ifPresent(
        shown -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put(SALT, HexFormat.of().formatHex(shown.salt()));
          fields.putAll(new java.util.TreeMap<>(shown.fields()));
          root.put("opening", fields);
        });
    return STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  /// The entry's top-level fields that hold text; empty if the entry is no JSON object.
  Map<String, String> entryTexts() {
    Map<String, String> texts = new HashMap<>();
    try {
      JsonNode root = STRICT.readTree(utf8(entry));
      root.propertyStream()
          .filter(field -> field.getValue().isString())
          .forEach(field -> texts.put(field.getKey(), field.getValue().stringValue()));
    } catch (JacksonException | CharacterCodingException e) {
      texts.clear(); // bytes of another kind: nothing in them to open
    }
    return texts;
  }

  private static byte[] entry(JsonNode root) throws CharacterCodingException {
    if (root.has("entry") == root.has("entryBase64"))
      throw new IllegalArgumentException("either entry or entryBase64");
    if (root.has("entryBase64"))
      return Base64Text.decode(text(root, "entryBase64"))
          .orElseThrow(() -> new IllegalArgumentException("entryBase64"));
    ByteBuffer bytes =
        StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text(root, "entry")));
    byte[] entry = new byte[bytes.remaining()];
    bytes.get(entry);
    return entry;
  }

  private static Optional<Opening> opening(JsonNode root) {
    JsonNode opening = root.get("opening");
    if (opening == null) return Optional.empty();
    Map<String, String> fields = new HashMap<>();
    for (String name : opening.propertyNames()) fields.put(name, text(opening, name));
    String salt = fields.remove(SALT);
    if (salt == null || !salt.matches("([0-9a-f]{2}){16,64}"))
      throw new IllegalArgumentException(SALT);
    return Optional.of(new Opening(HexFormat.of().parseHex(salt), fields));
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || !value.isString()) throw new IllegalArgumentException(field);
    return value.stringValue();
  }

  /// Refuses bytes that are not UTF-8, instead of replacing them.
  static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
