package org.yutang.giving;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

/// What is read and written by hand, beside the library that defines it.
class NoticeFormsTest {

  @Test
  void aTimeThatIsReadByHandIsTheOneThatTheFormatterReads() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String alphabet = "0123456789-:TZ+ ";
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text =
          new StringBuilder(
              "%04d-%02d-%02dT%02d:%02d:%02d%s%s"
                  .formatted(
                      random.nextInt(10_000),
                      random.nextInt(14),
                      random.nextInt(33),
                      random.nextInt(25),
                      random.nextInt(61),
                      random.nextInt(61),
                      random.nextBoolean() ? "" : "." + "0123456789".substring(random.nextInt(10)),
                      random.nextBoolean()
                          ? "Z"
                          : "%s%02d:%02d"
                              .formatted(
                                  random.nextBoolean() ? "+" : "-",
                                  random.nextInt(20),
                                  random.nextInt(60))));
      if (i % 3 == 0)
        text.setCharAt(
            random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
      Instant byHand = UsualTime.parse(text.toString());
      if (byHand == null) continue;
      read++;
      assertThat(byHand)
          .as("%s, seed %d", text, seed)
          .isEqualTo(OffsetDateTime.parse(text).toInstant());
    }
    assertThat(read).isGreaterThan(50_000);
    for (String usual : List.of("2026-01-31T09:30:00.5+08:00", "2024-02-29T23:59:59Z"))
      assertThat(UsualTime.parse(usual)).isNotNull();
    for (String other :
        List.of("2026-02-29T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T09:30Z", "", "Z"))
      assertThat(UsualTime.parse(other)).as(other).isNull();
  }

  @Test
  void aLeafIsCanonicalJson() throws Exception {
    byte[] salt = new byte[32];
    for (byte[] leaf :
        List.of(
            Leaf.donation(
                UUID.randomUUID(), UUID.randomUUID(), 1, LocalDate.of(2026, 1, 5), salt, "A-1/_.z"),
            Leaf.refund(
                UUID.randomUUID(),
                UUID.randomUUID(),
                Long.MAX_VALUE,
                LocalDate.of(2026, 12, 31),
                salt,
                "9",
                UUID.randomUUID())))
      assertThat(new JsonCanonicalizer(leaf).getEncodedUTF8())
          .as(new String(leaf, StandardCharsets.UTF_8))
          .isEqualTo(leaf);
  }
}
